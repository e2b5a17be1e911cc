package dev.apitoken.testkit;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.apitoken.testkit.controlplane.ControlPlaneBinaries;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

@RealCluster
class LocalControlPlaneIT {
    private final Cluster cluster;
    private final KubernetesClient client;

    LocalControlPlaneIT(Cluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
    }

    @Test
    void theServerIsTheVersionThatTheGoModuleNames() {
        assertThat(client.getKubernetesVersion().getGitVersion()).isEqualTo(ControlPlaneBinaries.kubernetesVersion());
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
    void whatAnOwnerOwnsGoesWithTheOwner() {
        String namespace = cluster.newNamespace("owners");
        ConfigMap owner = client.resource(configMap(namespace, "owner")).create();
        ConfigMap owned = client.resource(new ConfigMapBuilder(configMap(namespace, "owned"))
                        .editMetadata()
                        .addNewOwnerReference()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName("owner")
                        .withUid(owner.getMetadata().getUid())
                        .endOwnerReference()
                        .endMetadata()
                        .build())
                .create();

        client.resource(owner).delete();

        eventually(() -> assertThat(client.resource(owned).get()).isNull());
    }

    @Test
    void aDeletedNamespaceGoesAway() {
        String namespace = cluster.newNamespace("leaving");
        client.resource(configMap(namespace, "content")).create();

        client.namespaces().withName(namespace).delete();

        eventually(
                () -> assertThat(client.namespaces().withName(namespace).get()).isNull());
    }

    @Test
    void theDataOutlivesAStopOfTheServer() {
        String namespace = cluster.newNamespace("stops");
        client.resource(configMap(namespace, "kept")).create();

        cluster.stopApiServer();
        cluster.startApiServer();

        assertThat(client.configMaps().inNamespace(namespace).withName("kept").get())
                .isNotNull();
    }

    @Test
    void aFrozenServerAnswersAgainAfterwards() {
        cluster.pauseApiServer();
        try (KubernetesClient impatient = impatientClient()) {
            assertThatThrownBy(() -> impatient.namespaces().withName("default").get())
                    .isInstanceOf(KubernetesClientException.class);
        } finally {
            cluster.resumeApiServer();
        }

        assertThat(client.namespaces().withName("default").get()).isNotNull();
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
                          - {kind: ServiceAccount, name: "?"}
                        """).with("subjects[0].name", serviceAccount).createIn(namespace, client);
    }

    private KubernetesClient clientFor(String namespace, String serviceAccount) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(
                        cluster.kubeconfigFor(namespace, serviceAccount).toFile()))
                .build();
    }

    private KubernetesClient impatientClient() {
        Config config = Config.fromKubeconfig(cluster.kubeconfig().toFile());
        config.setRequestTimeout(1_000);
        config.setRequestRetryBackoffLimit(0);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static ConfigMap configMap(String namespace, String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .addToData("key", "value")
                .build();
    }
}
