package dev.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.testkit.Sample;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Flux and Helm apply on the server's side: what stands in Git must come out, whatever stood there before. */
@RealCluster
class ServerSideApplyIT {
    private static final Sample TOKEN = Sample.yaml("""
            apiVersion: apitoken.dev/v1alpha1
            kind: ApiToken
            metadata: {name: applied}
            spec: {user: ci}
            """);
    private static final Sample POLICY = Sample.yaml("""
            apiVersion: apitoken.dev/v1alpha1
            kind: AccessPolicy
            metadata: {name: applied}
            """);

    private final Cluster cluster;
    private final String namespace;

    ServerSideApplyIT(Cluster cluster) {
        this.cluster = cluster;
        this.namespace = cluster.newNamespace("crds");
    }

    @Test
    void aListReplacesItsDefault() {
        apply(TOKEN);
        apply(POLICY);

        GenericKubernetesResource token = apply(TOKEN.with(
                "spec.secret.items", Manifest.SERIALIZATION.unmarshal("- {key: a, format: Token}", List.class)));
        GenericKubernetesResource policy = apply(POLICY.with("spec.validators.serviceAccounts", List.of("gate"))
                .with("spec.externalAuthorization.callers", List.of("10.0.0.0/8")));

        assertThat(token.<List<?>>get("spec", "secret", "items")).hasSize(1);
        assertThat(policy.<List<?>>get("spec", "validators", "serviceAccounts")).isEqualTo(List.of("gate"));
        assertThat(policy.<List<?>>get("spec", "externalAuthorization", "callers"))
                .isEqualTo(List.of("10.0.0.0/8"));
    }

    @Test
    void whatIsTakenOutOfGitComesBackAsItsDefault() {
        apply(TOKEN.with("spec.enabled", false)
                .with("spec.rotation.policy", "Manual")
                .with("spec.validity", "1h"));

        GenericKubernetesResource token = apply(TOKEN);

        assertThat(token.<Boolean>get("spec", "enabled")).isTrue();
        assertThat(token.<String>get("spec", "rotation", "policy")).isEqualTo("Automatic");
        assertThat(token.<Object>get("spec", "validity")).isNull();
    }

    private GenericKubernetesResource apply(Sample sample) {
        return sample.applyIn(namespace, cluster.client());
    }
}
