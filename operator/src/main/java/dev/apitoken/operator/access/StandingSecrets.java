package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.token.Digest;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.secret.AccessHead;
import dev.apitoken.token.secret.AccessReading;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.SecretContent;
import dev.apitoken.token.secret.UnreadableAccessException;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The access Secrets of a policy as they are known to stand. */
final class StandingSecrets {
    private final Ownership owner;
    private final Function<String, Optional<Secret>> found;
    private final Optional<AccessHead> head;

    /** @param found the Secret of a name as far as it is known */
    StandingSecrets(Ownership owner, Function<String, Optional<Secret>> found) {
        this.owner = owner;
        this.found = found;
        this.head = found.apply(headName()).filter(this::isOurs).flatMap(StandingSecrets::read);
    }

    String headName() {
        return AccessSecret.headName(owner.name());
    }

    Optional<Secret> find(String name) {
        return found.apply(name);
    }

    boolean isForeign(String name) {
        return found.apply(name).filter(there -> !isOurs(there)).isPresent();
    }

    /** Ours, if it can be read. */
    Optional<AccessHead> head() {
        return head;
    }

    /** Whether the head is not the one that this operator left there. */
    boolean isSomebodyElses(LastWrite last) {
        return head.filter(whole -> whole.revision() != last.ours()).isPresent();
    }

    /** Whether a plan can be carried out without a Secret that the head does not name already, and validators may read. */
    boolean suffice(SecretPlan plan) {
        return plan instanceof SecretPlan.Write write
                && head.map(this::names)
                        .filter(names -> names.containsAll(write.names()))
                        .isPresent();
    }

    private Set<String> names(AccessHead whole) {
        var names = new HashSet<String>();
        names.add(headName());
        whole.shards().forEach(shard -> names.add(shard.secret()));
        return names;
    }

    /** Whom the document that stands lists; empty when it is not whole. */
    Optional<Set<Digest>> digests() {
        return head.flatMap(whole -> {
            try {
                return AccessSecret.read(whole, contents(whole))
                                instanceof AccessReading.Whole(var document, var shards)
                        ? Optional.of(document.entries().stream()
                                .map(TokenEntry::digest)
                                .collect(Collectors.toSet()))
                        : Optional.empty();
            } catch (UnreadableAccessException e) {
                return Optional.empty();
            }
        });
    }

    private Map<String, SecretContent> contents(AccessHead whole) {
        var contents = new HashMap<String, SecretContent>();
        whole.shards()
                .forEach(shard -> found.apply(shard.secret())
                        .ifPresent(secret -> contents.put(shard.secret(), SecretObject.content(secret))));
        return contents;
    }

    private boolean isOurs(Secret secret) {
        return SecretPlan.isOurs(owner, secret);
    }

    private static Optional<AccessHead> read(Secret secret) {
        try {
            return Optional.of(AccessSecret.readHead(SecretObject.content(secret)));
        } catch (UnreadableAccessException e) {
            return Optional.empty();
        }
    }
}
