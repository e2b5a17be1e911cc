package dev.apitoken.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.Eventually;
import dev.apitoken.testkit.fault.Call;
import dev.apitoken.testkit.fault.Recorded;
import dev.apitoken.token.Digest;
import dev.apitoken.token.access.TokenEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A few tokens and one policy in a namespace of their own, and what must be true of each of them. */
final class Fleet {
    private final Tenant tenant;
    private final List<String> names;

    private Fleet(Tenant tenant, List<String> names) {
        this.tenant = tenant;
        this.names = names;
    }

    /** @param spec of each token, in YAML flow style; may be empty */
    static Fleet of(Cluster cluster, int size, String spec) {
        var tenant = Tenant.withIssuer(cluster);
        var names = IntStream.range(0, size).mapToObj(i -> "token-" + i).toList();
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: AccessPolicy
                metadata: {name: gate}
                spec: {}
                """);
        names.forEach(name -> tenant.apiToken(name, spec));
        return new Fleet(tenant, names);
    }

    Tenant tenant() {
        return tenant;
    }

    List<String> names() {
        return names;
    }

    /** A view of the others. */
    Fleet without(String name) {
        return new Fleet(
                tenant, names.stream().filter(other -> !other.equals(name)).toList());
    }

    void forEach(Consumer<String> action) {
        names.parallelStream().forEach(action);
    }

    void rotate(Instant now) {
        forEach(name -> tenant.patch(name, "{\"spec\": {\"rotation\": {\"rotateAfter\": \"%s\"}}}".formatted(now)));
    }

    boolean owns(Call call) {
        return call.namespace().equals(tenant.namespace());
    }

    /** Token ids that ever stood in the Secret of a token, as the record tells. */
    static Set<String> ids(List<Recorded> committed, String name) {
        return Documents.tokenIds(committed.stream()
                .filter(recorded -> recorded.call().name().equals(name))
                .toList());
    }

    /** Each has had exactly so many tokens in its life, and all is in order again. */
    void awaitTokens(Duration within, Rig rig, int tokensEach) {
        Eventually.eventually(within, () -> {
            assertIssued(rig, tokensEach);
            agree();
        });
    }

    /** The same, whatever the status says of it. */
    void awaitListed(Duration within, Rig rig, int tokensEach) {
        Eventually.eventually(within, () -> {
            assertIssued(rig, tokensEach);
            var digests =
                    names.stream().map(name -> Digest.of(tenant.token(name))).toList();
            assertThat(listed()).containsAll(digests);
        });
    }

    private void assertIssued(Rig rig, int tokensEach) {
        var committed = rig.committed(this::owns);
        for (var name : names) {
            assertThat(ids(committed, name)).as("tokens of %s", name).hasSize(tokensEach);
        }
    }

    /** In every access document that was ever written (rule A6). */
    void assertNeverAliveTogether(Rig rig, int atMost) {
        var committed = rig.committed(this::owns);
        var nameOf = new HashMap<String, String>();
        names.forEach(name -> ids(committed, name).forEach(id -> nameOf.put(id, name)));
        for (var document : Documents.accessDocuments(committed)) {
            var alive = document.entries().stream()
                    .collect(Collectors.groupingBy(
                            entry -> nameOf.getOrDefault(
                                    entry.id().value(),
                                    "never written: " + entry.id().value()),
                            Collectors.counting()));
            assertThat(alive.values()).as("alive at once: %s", alive).allMatch(count -> count <= atMost);
        }
    }

    /** Status, Secret and entry of each tell the same (rule R2). */
    void agree() {
        var listed = listed();
        for (var name : names) {
            var token = tenant.get(name);
            assertThat(token.getStatus().observedGeneration())
                    .isEqualTo(token.getMetadata().getGeneration());
            assertThat(tenant.issued(name).id()).isEqualTo(tenant.tokenId(name));
            boolean isListed = listed.contains(Digest.of(tenant.token(name)));
            assertThat(isListed)
                    .as("%s is listed", name)
                    .isEqualTo(token.getSpec().enabled());
        }
        assertThat(tenant.client()
                        .resources(AccessPolicy.class)
                        .inNamespace(tenant.namespace())
                        .withName("gate")
                        .require()
                        .getStatus()
                        .revision())
                .isEqualTo(Documents.read(Objects.requireNonNull(tenant.secretOrNull("gate-access")))
                        .revision());
    }

    /** Takes away what operators of later tests would act on. */
    void leave() {
        Trial.leave(tenant);
    }

    Set<Digest> listed() {
        return Documents.read(tenant.secret("gate-access")).entries().stream()
                .map(TokenEntry::digest)
                .collect(Collectors.toSet());
    }
}
