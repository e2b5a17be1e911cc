package dev.apitoken.benchmarks.gate;

import dev.apitoken.acceptance.Repository;
import dev.apitoken.benchmarks.sample.Listing;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.controlplane.ControlPlaneOptions;
import dev.apitoken.token.secret.NamedSecret;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An API server of its own that keeps a list as the operator would: the operator itself is not part of this. */
record ListingCluster(Cluster cluster, Path kubeconfig) implements AutoCloseable {
    static ListingCluster start() {
        var cluster = Cluster.local(ControlPlaneOptions.defaults());
        cluster.applyManifests(Repository.find().manifests());
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(Listing.NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        return new ListingCluster(cluster, cluster.kubeconfig());
    }

    /** Shards first, head last. Returns when the API server has answered the last write. */
    void publish(List<NamedSecret> secrets) {
        for (NamedSecret secret : secrets) {
            var resource = cluster.client().resource(secret(secret));
            if (resource.get() == null) {
                resource.create();
            } else {
                resource.update();
            }
        }
    }

    private static Secret secret(NamedSecret secret) {
        Map<String, String> data = secret.content().data().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, file -> Base64.getEncoder().encodeToString(file.getValue())));
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(Listing.NAMESPACE)
                .withName(secret.name())
                .withLabels(secret.content().labels())
                .endMetadata()
                .withType(secret.content().type())
                .withData(data)
                .build();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
