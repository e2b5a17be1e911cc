package dev.apitoken.operator.issuer;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.operator.Tenant;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each notice of an issuer is work for all its tokens, so there is one only where they may be affected. */
@RealCluster
class IssuerNoticesIT {
    private final List<IssuerId> notices = new CopyOnWriteArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private Tenant tenant;
    private List<Watch<?>> watches;

    @BeforeEach
    void listen(Cluster cluster) {
        tenant = Tenant.of(cluster);
        var client = tenant.client();
        Watch<TokenIssuer> local =
                Watch.of(List.of(client.resources(TokenIssuer.class).inNamespace(tenant.namespace())));
        Watch<Secret> keys = Watch.of(List.of(client.secrets().inNamespace(tenant.namespace())));
        Watch<Secret> published = Watch.of(List.of());
        Watch<Namespace> namespaces = Watch.of(List.of());
        watches = List.of(local, keys);
        var issuers = new Issuers(
                local, Watch.of(List.of()), namespaces, new KeyRings(keys, published, tenant.namespace()), "cluster");
        issuers.onChange(notices::add);
        local.onChange(issuer -> seen.add("issuer"));
        keys.onChange(secret -> seen.add("secret"));
        watches.forEach(watch -> watch.start(Duration.ofSeconds(30)));
        tenant.issuer("default");
        eventually(() -> assertThat(notices).hasSize(1));
    }

    @AfterEach
    void stop() {
        watches.forEach(Watch::close);
    }

    @Test
    void itsSpecAndItsEndAreToldOnce() {
        tenant.patchIssuer("default", "{\"spec\":{\"limits\":{\"maxValidity\":\"60d\"}}}");
        eventually(() -> assertThat(notices).hasSize(2));

        tenant.client()
                .resources(TokenIssuer.class)
                .inNamespace(tenant.namespace())
                .withName("default")
                .delete();
        eventually(() -> assertThat(notices).hasSize(3));
    }

    @Test
    void neitherStatusNorMetadataAreTold() {
        tenant.client()
                .resources(TokenIssuer.class)
                .inNamespace(tenant.namespace())
                .withName("default")
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"observedGeneration\":1}}");
        int before = seen.size();
        tenant.patchIssuer("default", "{\"metadata\":{\"annotations\":{\"seen\":\"yes\"},\"labels\":{\"a\":\"b\"}}}");
        eventually(() -> assertThat(seen).hasSizeGreaterThan(before));

        assertThat(notices).hasSize(1);
    }

    @Test
    void aKeySecretThatSaysTheSameIsNotTold() {
        var id = IssuerId.local(tenant.namespace(), "default");
        tenant.create("""
                apiVersion: v1
                kind: Secret
                metadata: {name: %s}
                """.formatted(KeyRingStore.secretName(id)));
        eventually(() -> assertThat(notices).hasSize(2));
        int before = seen.size();

        UnaryOperator<Secret> touch = secret -> {
            secret.getMetadata().setLabels(Map.of("touched", "yes"));
            return secret;
        };
        tenant.patchSecret(KeyRingStore.secretName(id), touch);
        eventually(() -> assertThat(seen).hasSizeGreaterThan(before));

        assertThat(notices).hasSize(2).allMatch(told -> Objects.equals(told, id));
    }
}
