package dev.apitoken.benchmarks.scale;

import dev.apitoken.acceptance.Repository;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.controlplane.ControlPlaneOptions;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A control plane of its own whose API server writes down what the operator asks of it. */
record ScaleCluster(Cluster cluster, Path operatorKubeconfig, AuditLog audit) implements AutoCloseable {
    private static final String ACCOUNT = "apitoken";
    private static final String USER = "system:serviceaccount:" + OperatorProcess.NAMESPACE + ":" + ACCOUNT;

    static ScaleCluster start(Path folder) {
        try {
            Path log = Files.createTempFile(folder, "audit-", ".log");
            Path policy = Files.writeString(folder.resolve("audit-policy.yaml"), AuditLog.policyFor(USER));
            var cluster = Cluster.local(ControlPlaneOptions.defaults()
                    .auditLog(log)
                    .apiServerFlag("--audit-policy-file=" + policy)
                    .apiServerFlag("--audit-log-maxsize=100000"));
            cluster.applyManifests(Repository.find().manifests());
            return new ScaleCluster(cluster, operatorAccount(cluster), new AuditLog(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It may do everything: what its rights cost the API server is not what is measured. */
    private static Path operatorAccount(Cluster cluster) {
        var client = cluster.client();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(OperatorProcess.NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName("scale-operator")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                        .addNewSubject("", "ServiceAccount", ACCOUNT, OperatorProcess.NAMESPACE)
                        .build())
                .create();
        return cluster.kubeconfigFor(OperatorProcess.NAMESPACE, ACCOUNT);
    }

    KubernetesClient client() {
        return cluster.client();
    }

    @Override
    public void close() {
        audit.close();
        cluster.close();
    }
}
