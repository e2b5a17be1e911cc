package dev.apitoken.operator.access;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.crds.AccessPolicyStatus;
import dev.apitoken.operator.Tenant;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.testkit.Sample;
import dev.apitoken.token.Digest;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.secret.AccessHead;
import dev.apitoken.token.secret.AccessReading;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.SecretContent;
import dev.apitoken.token.secret.UnreadableAccessException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One AccessPolicy, and what a validator would read for it. */
final class Gate {
    private final KubernetesClient client;
    private final String namespace;
    private final String name;

    private Gate(Tenant tenant, String name) {
        this.client = tenant.client();
        this.namespace = tenant.namespace();
        this.name = name;
    }

    /** @param spec members of spec in YAML flow style; may be empty */
    static Gate create(Tenant tenant, String name, String spec) {
        var gate = named(tenant, name);
        Sample.yaml("""
                apiVersion: apitoken.dev/v1alpha1
                kind: AccessPolicy
                metadata: {name: %s}
                spec: {%s}
                """.formatted(name, spec)).createIn(tenant.namespace(), tenant.client());
        return gate;
    }

    static Gate named(Tenant tenant, String name) {
        return new Gate(tenant, name);
    }

    void patch(String json) {
        client.resources(AccessPolicy.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    AccessPolicy policy() {
        return Objects.requireNonNull(client.resources(AccessPolicy.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    AccessPolicyStatus status() {
        return policy().getStatus();
    }

    @Nullable
    Secret secret(String secretName) {
        return client.secrets().inNamespace(namespace).withName(secretName).get();
    }

    String headName() {
        return AccessSecret.headName(name);
    }

    Secret headSecret() {
        return Objects.requireNonNull(secret(headName()), "no access Secret");
    }

    AccessHead head() throws UnreadableAccessException {
        return AccessSecret.readHead(SecretObject.content(headSecret()));
    }

    /** What a validator would enforce now; fails while a revision is not whole. */
    AccessDocument document() throws UnreadableAccessException {
        Map<String, SecretContent> secrets =
                client.secrets().inNamespace(namespace).withLabel(AccessSecret.LABEL, name).list().getItems().stream()
                        .collect(Collectors.toMap(each -> each.getMetadata().getName(), SecretObject::content));
        var reading = AccessSecret.read(head(), secrets);
        if (reading instanceof AccessReading.Whole(var document, var shards)) {
            return document;
        }
        throw new AssertionError("not whole: " + reading);
    }

    Optional<TokenEntry> entryOf(String token) throws UnreadableAccessException {
        var digest = Digest.of(token);
        return document().entries().stream()
                .filter(entry -> entry.digest().equals(digest))
                .findFirst();
    }

    /** From the API server's answer to a change until the head that no longer lists a token is there to be read. */
    Duration untilGone(String token, Runnable change) {
        var gone = new CompletableFuture<Long>();
        try (var watch = client.secrets()
                .inNamespace(namespace)
                .withName(headName())
                .watch(new Watcher<Secret>() {
                    @Override
                    public void eventReceived(Action action, Secret head) {
                        if (!lists(head, token)) {
                            gone.complete(System.nanoTime());
                        }
                    }

                    @Override
                    public void onClose(WatcherException cause) {
                        gone.completeExceptionally(cause);
                    }
                })) {
            change.run();
            long answered = System.nanoTime();
            return Duration.ofNanos(gone.orTimeout(30, TimeUnit.SECONDS).join() - answered);
        }
    }

    private static boolean lists(Secret head, String token) {
        try {
            var content = SecretObject.content(head);
            var reading = AccessSecret.read(
                    AccessSecret.readHead(content), Map.of(head.getMetadata().getName(), content));
            return !(reading instanceof AccessReading.Whole(var document, var shards))
                    || document.entries().stream()
                            .anyMatch(entry -> entry.digest().equals(Digest.of(token)));
        } catch (UnreadableAccessException e) {
            return true;
        }
    }

    void eventuallyLists(String token) {
        eventually(() -> assertThat(entryOf(token)).isPresent());
    }

    void eventuallyDoesNotList(String token) {
        eventually(() -> assertThat(entryOf(token)).isEmpty());
    }
}
