package dev.apitoken.operator.fault;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ClusterTokenIssuer;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.testkit.Sample;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch of namespaces is behind the one of ApiTokens (rules D1, F8). */
@RealCluster
class LateNamespaceIT {
    private static final Duration LONGER_THAN_A_SILENT_WATCH = Duration.ofSeconds(40);

    private final Cluster cluster;
    private Rig rig;
    private String name;

    LateNamespaceIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void start() {
        rig = Rig.start(cluster);
        name = "late-" + rig.namespace();
        var issuer = Sample.yaml("""
                apiVersion: apitoken.dev/v1alpha1
                kind: ClusterTokenIssuer
                metadata: {name: %s}
                spec:
                  namespaces:
                    matchExpressions: [{key: env, operator: NotIn, values: [prod]}]
                """.formatted(name));
        cluster.client().resource(issuer.resource()).create();
    }

    @AfterEach
    void stop() {
        cluster.client().resources(ClusterTokenIssuer.class).withName(name).delete();
        cluster.client().namespaces().withName(name).delete();
        rig.close();
    }

    @Test
    void nothingIsSignedForANamespaceWhoseLabelsAreNotKnownYet() {
        rig.proxy().silence(watch -> watch.resource().equals("namespaces"));
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("env", "prod")
                        .endMetadata()
                        .build())
                .create();
        Sample.yaml("""
                apiVersion: apitoken.dev/v1alpha1
                kind: ApiToken
                metadata: {name: ci}
                spec: {user: ci, issuerRef: {kind: ClusterTokenIssuer, name: %s}}
                """.formatted(name)).createIn(name, cluster.client());

        eventually(() -> assertThat(ready().getMessage()).contains("labels of namespace " + name));
        assertThat(ready().getReason()).isEqualTo("IssuerNotReady");
        eventually(
                LONGER_THAN_A_SILENT_WATCH,
                () -> assertThat(ready().getReason()).isEqualTo("NotAllowed"));
        assertThat(rig.committed(call ->
                        call.resource().equals("secrets") && call.namespace().equals(name)))
                .as("not even for a moment")
                .isEmpty();
    }

    private Condition ready() {
        var token = cluster.client()
                .resources(ApiToken.class)
                .inNamespace(name)
                .withName("ci")
                .require();
        return Conditions.find(token.getStatus().conditions(), ConditionType.Ready)
                .orElseThrow();
    }
}
