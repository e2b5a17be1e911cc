package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.operator.report.Revisions;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.secret.AccessHead;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.NamedSecret;
import dev.apitoken.token.secret.SecretContent;
import dev.apitoken.token.secret.ShardLayout;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is to be written so that a policy's access Secrets say what was compiled. Pure. */
sealed interface SecretPlan {
    /** A Secret of the name we need belongs to somebody else. */
    record Conflict(String secret) implements SecretPlan {}

    /**
     * @param content that these Secrets say
     * @param revision of the head once all is written; the one that stands there when the content is the same
     * @param names of all Secrets of this revision
     * @param writes in this order; empty: all is as it should be
     * @param fill of the fullest of these Secrets
     */
    record Write(Compilation content, long revision, Set<String> names, List<NamedSecret> writes, double fill)
            implements SecretPlan {
        public Write {
            names = Set.copyOf(names);
            writes = List.copyOf(writes);
        }
    }

    /** @param last of this policy */
    static SecretPlan of(StandingSecrets standing, Compilation compiled, LastWrite last, Instant now) {
        int entries = compiled.entries().size();
        var layout = standing.head()
                .map(head -> head.layout().adaptedTo(entries))
                .orElseGet(() -> ShardLayout.forEntries(entries));
        return of(standing, compiled, layout, last, now);
    }

    /**
     * The same with the Secrets that are there already. Entries that find no room there are left out, but none of those
     * that stand: whatever is in the way of a new Secret, ends come into force.
     *
     * @return empty when there is no whole document to start from
     */
    static Optional<SecretPlan> within(StandingSecrets standing, Compilation compiled, LastWrite last, Instant now) {
        return standing.head()
                .flatMap(head -> layouts(head)
                        .map(layout -> of(standing, compiled, layout, last, now))
                        .filter(standing::suffice)
                        .findFirst()
                        .or(() -> standing.digests()
                                .map(listed -> of(standing, compiled.only(listed), head.layout(), last, now))
                                .filter(standing::suffice)));
    }

    /** As it is, and with fewer Secrets, should one of them be somebody else's by now. */
    private static Stream<ShardLayout> layouts(AccessHead head) {
        return IntStream.rangeClosed(0, head.layout().bits())
                .mapToObj(fewer -> new ShardLayout(head.layout().bits() - fewer));
    }

    private static SecretPlan of(
            StandingSecrets standing, Compilation compiled, ShardLayout layout, LastWrite last, Instant now) {
        return standing.head()
                .filter(head -> mayStay(head, compiled, last, now))
                .map(head -> write(standing, compiled, head.revision(), head.compiledAt(), layout, last))
                .filter(same -> !changesHead(standing, same))
                .orElseGet(() -> write(
                        standing,
                        compiled,
                        next(standing.head().map(AccessHead::revision).orElse(0L), last, now),
                        now.truncatedTo(ChronoUnit.MILLIS),
                        layout,
                        last));
    }

    private static SecretPlan write(
            StandingSecrets standing,
            Compilation compiled,
            long revision,
            Instant compiledAt,
            ShardLayout layout,
            LastWrite last) {
        AccessDocument document = compiled.asRevision(revision, compiledAt);
        var secrets = AccessSecret.write(document, layout, last.shards());
        return secrets.stream()
                .filter(secret -> standing.isForeign(secret.name()))
                .findFirst()
                .<SecretPlan>map(foreign -> new Conflict(foreign.name()))
                .orElseGet(() -> new Write(
                        compiled,
                        revision,
                        secrets.stream().map(NamedSecret::name).collect(Collectors.toCollection(TreeSet::new)),
                        inOrder(standing, secrets),
                        AccessSecret.fill(secrets)));
    }

    /** New Secrets first: while one cannot be made, the revision that stands stays whole. The head names all, so last. */
    private static List<NamedSecret> inOrder(StandingSecrets standing, List<NamedSecret> secrets) {
        return secrets.stream()
                .filter(secret -> !stands(secret, standing))
                .sorted(Comparator.comparing(
                                (NamedSecret secret) -> secret.name().equals(standing.headName()))
                        .thenComparing(secret -> standing.find(secret.name()).isPresent()))
                .toList();
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

    private static boolean changesHead(StandingSecrets standing, SecretPlan plan) {
        return plan instanceof Write write
                && !write.writes().isEmpty()
                && write.writes().getLast().name().equals(standing.headName());
    }

    static boolean isOurs(Ownership owner, Secret secret) {
        return AccessSecret.TYPE.equals(secret.getType()) && owner.covers(secret);
    }

    private static boolean stands(NamedSecret wanted, StandingSecrets standing) {
        return standing.find(wanted.name())
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
