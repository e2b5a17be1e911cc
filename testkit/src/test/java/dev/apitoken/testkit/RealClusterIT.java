package dev.apitoken.testkit;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@RealCluster(manifests = "testkit/src/test/resources/manifests")
class RealClusterIT {
    private static final Sample CONFIG_MAP = Sample.yaml("{apiVersion: v1, kind: ConfigMap, metadata: {name: some}}");

    private final Cluster cluster;
    private final KubernetesClient client;

    RealClusterIT(Cluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
    }

    @Test
    void theManifestsAreThereBeforeTheFirstTest() {
        assertThat(swatch("default", "blue")).isNotNull();
        assertThat(client.configMaps()
                        .inNamespace("default")
                        .withName("second-document")
                        .get())
                .isNotNull();
    }

    @Test
    void manifestsCanBeAppliedAgain() {
        cluster.applyManifests(Path.of("src/test/resources/manifests"));

        assertThat(swatch("default", "blue")).isNotNull();
    }

    @Test
    void aNewNamespaceGetsItsDefaultServiceAccount() {
        String namespace = cluster.newNamespace("accounts");

        eventually(() -> client.serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .get());
    }

    @Test
    void aDeletedNamespaceGoesAwayWithItsContent() {
        String namespace = cluster.newNamespace("leaving");
        HasMetadata content = CONFIG_MAP.createIn(namespace, client);

        client.namespaces().withName(namespace).delete();

        eventually(
                () -> assertThat(client.namespaces().withName(namespace).get()).isNull());
        assertThat(client.resource(content).get()).isNull();
    }

    @Test
    void whatAnOwnerOwnsGoesWithTheOwner() {
        String namespace = cluster.newNamespace("owners");
        HasMetadata owner = CONFIG_MAP.createIn(namespace, client);
        HasMetadata owned = ownedBy(owner).createIn(namespace, client);

        client.resource(owner).delete();

        eventually(() -> assertThat(client.resource(owned).get()).isNull());
    }

    @Test
    void anOwnerOfANewKindIsKnownToTheGarbageCollectorSoon() {
        String namespace = cluster.newNamespace("owners");
        HasMetadata owner = Sample.yaml("{apiVersion: testkit.apitoken.dev/v1, kind: Swatch, metadata: {name: red}}")
                .createIn(namespace, client);
        HasMetadata owned = ownedBy(owner).createIn(namespace, client);

        client.resource(owner).delete();

        eventually(
                Duration.ofSeconds(60),
                () -> assertThat(client.resource(owned).get()).isNull());
    }

    @Test
    void aServiceAccountMayDoWhatRbacGivesAndNothingElse() {
        String namespace = cluster.newNamespace("rights");
        try (KubernetesClient reader = clientFor(namespace, "reader")) {
            assertThatThrownBy(() -> reader.configMaps().inNamespace(namespace).list())
                    .hasMessageContaining("system:serviceaccount:" + namespace + ":reader")
                    .hasMessageContaining("forbidden");

            allowToReadConfigMaps(namespace, "reader");

            eventually(() -> reader.configMaps().inNamespace(namespace).list());
            assertThatThrownBy(() -> reader.secrets().inNamespace(namespace).list())
                    .hasMessageContaining("forbidden");
        }
    }

    @Nested
    class InANestedClass {
        @Test
        void theClusterIsTheSame(Cluster here) {
            assertThat(here).isSameAs(cluster);
        }
    }

    private static Sample ownedBy(HasMetadata owner) {
        return CONFIG_MAP
                .named("owned")
                .with(
                        "metadata.ownerReferences",
                        List.of(Map.of(
                                "apiVersion", owner.getApiVersion(),
                                "kind", owner.getKind(),
                                "name", owner.getMetadata().getName(),
                                "uid", owner.getMetadata().getUid())));
    }

    private GenericKubernetesResource swatch(String namespace, String name) {
        return client.genericKubernetesResources("testkit.apitoken.dev/v1", "Swatch")
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    private void allowToReadConfigMaps(String namespace, String serviceAccount) {
        Sample.yaml("""
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: Role
                        metadata: {name: reads-config-maps}
                        rules:
                          - {apiGroups: [""], resources: [configmaps], verbs: [get, list]}
                        """).createIn(namespace, client);
        Sample.yaml("""
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: RoleBinding
                        metadata: {name: reads-config-maps}
                        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reads-config-maps}
                        subjects:
                          - {kind: ServiceAccount, name: set below}
                        """).with("subjects[0].name", serviceAccount).createIn(namespace, client);
    }

    private KubernetesClient clientFor(String namespace, String serviceAccount) {
        Path kubeconfig = cluster.kubeconfigFor(namespace, serviceAccount);
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }
}
