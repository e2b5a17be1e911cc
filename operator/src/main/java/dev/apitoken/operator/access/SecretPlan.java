package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.secret.AccessHead;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.NamedSecret;
import dev.apitoken.token.secret.SecretContent;
import dev.apitoken.token.secret.ShardLayout;
import dev.apitoken.token.secret.UnreadableAccessException;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is to be written so that a policy's access Secrets say what was compiled. Pure. */
sealed interface SecretPlan {
    /** A Secret of the name we need belongs to somebody else. */
    record Conflict(String secret) implements SecretPlan {}

    /**
     * @param revision of the head once all is written; the one that stands there when the content is the same
     * @param names of all Secrets of this revision
     * @param writes in this order, the head last; empty: all is as it should be
     */
    record Write(long revision, Set<String> names, List<NamedSecret> writes) implements SecretPlan {
        public Write {
            names = Set.copyOf(names);
            writes = List.copyOf(writes);
        }
    }

    /**
     * @param last of this policy
     * @param found the Secret of a name as far as it is known
     */
    static SecretPlan of(
            Ownership owner,
            Compilation compiled,
            LastWrite last,
            Function<String, Optional<Secret>> found,
            Instant now) {
        var head = found.apply(AccessSecret.headName(owner.name())).flatMap(secret -> headOf(owner, secret));
        int entries = compiled.entries().size();
        var layout = head.map(enforced -> enforced.layout().adaptedTo(entries))
                .orElseGet(() -> ShardLayout.forEntries(entries));
        Function<AccessDocument, SecretPlan> writing =
                document -> of(owner, document.revision(), AccessSecret.write(document, layout, last.shards()), found);
        return head.filter(enforced -> mayStay(enforced, compiled, last, now))
                .map(enforced -> writing.apply(compiled.asRevision(enforced.revision(), enforced.compiledAt())))
                .filter(same -> !changesHead(owner, same))
                .orElseGet(() -> writing.apply(compiled.asRevision(
                        next(head.map(AccessHead::revision).orElse(0L), last, now),
                        now.truncatedTo(ChronoUnit.MILLIS))));
    }

    /** A head below what validators have seen would be ignored by them. */
    private static boolean mayStay(AccessHead head, Compilation compiled, LastWrite last, Instant now) {
        return (last.content().isEmpty() || last.says(compiled))
                && head.revision() >= last.revision()
                && head.revision() == Revisions.believable(head.revision(), now);
    }

    private static long next(long inHead, LastWrite last, Instant now) {
        return Math.max(Math.max(Revisions.believable(inHead, now), last.revision()) + 1, now.toEpochMilli());
    }

    private static SecretPlan of(
            Ownership owner, long revision, List<NamedSecret> secrets, Function<String, Optional<Secret>> found) {
        return secrets.stream()
                .filter(secret -> found.apply(secret.name())
                        .map(there -> !isOurs(owner, there))
                        .orElse(false))
                .findFirst()
                .<SecretPlan>map(foreign -> new Conflict(foreign.name()))
                .orElseGet(() -> new Write(
                        revision,
                        secrets.stream().map(NamedSecret::name).collect(Collectors.toCollection(TreeSet::new)),
                        secrets.stream()
                                .filter(secret -> !stands(secret, found))
                                .toList()));
    }

    private static boolean changesHead(Ownership owner, SecretPlan plan) {
        return plan instanceof Write(long revision, var names, var writes)
                && !writes.isEmpty()
                && writes.getLast().name().equals(AccessSecret.headName(owner.name()));
    }

    static boolean isOurs(Ownership owner, Secret secret) {
        return AccessSecret.TYPE.equals(secret.getType()) && owner.covers(secret);
    }

    private static Optional<AccessHead> headOf(Ownership owner, Secret secret) {
        if (!isOurs(owner, secret)) {
            return Optional.empty();
        }
        try {
            return Optional.of(AccessSecret.readHead(SecretObject.content(secret)));
        } catch (UnreadableAccessException e) {
            return Optional.empty();
        }
    }

    private static boolean stands(NamedSecret wanted, Function<String, Optional<Secret>> found) {
        return found.apply(wanted.name())
                .map(SecretObject::content)
                .filter(there -> says(there, wanted.content()))
                .isPresent();
    }

    /** Labels and annotations that others added are theirs to keep. */
    private static boolean says(SecretContent there, SecretContent wanted) {
        return there.sameDataAs(wanted.data())
                && there.labels().entrySet().containsAll(wanted.labels().entrySet())
                && there.annotations()
                        .entrySet()
                        .containsAll(wanted.annotations().entrySet());
    }
}
