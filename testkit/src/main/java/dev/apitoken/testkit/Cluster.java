package dev.apitoken.testkit;

import dev.apitoken.testkit.controlplane.ControlPlaneBinaries;
import dev.apitoken.testkit.controlplane.ControlPlaneOptions;
import dev.apitoken.testkit.controlplane.Kubeconfig;
import dev.apitoken.testkit.controlplane.LocalControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.opentest4j.TestAbortedException;

/**
 * A real Kubernetes API server for tests. One is shared by all tests of a JVM ({@link RealCluster}), so each test works
 * in a namespace of its own.
 */
public final class Cluster implements AutoCloseable {
    private static final long TOKEN_SECONDS = Duration.ofHours(12).toSeconds();

    private final Path kubeconfig;
    private final Optional<LocalControlPlane> controlPlane;
    private final AutoCloseable owner;
    private final KubernetesClient client;
    private final Queue<String> namespaces = new ConcurrentLinkedQueue<>();

    /** @param owner closed last: whatever was started for this cluster */
    private Cluster(Path kubeconfig, Optional<LocalControlPlane> controlPlane, AutoCloseable owner) {
        this.kubeconfig = kubeconfig;
        this.controlPlane = controlPlane;
        this.owner = owner;
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    /** Somebody's cluster: it is left as it was found, except for the CRDs that tests apply. */
    public static Cluster given(Path kubeconfig) {
        if (!Files.isReadable(kubeconfig)) {
            throw new IllegalArgumentException("The kubeconfig " + kubeconfig + " cannot be read");
        }
        return new Cluster(kubeconfig, Optional.empty(), () -> {});
    }

    /** Starts one for the caller alone: for tests that ask for more than the shared one gives. */
    public static Cluster local(ControlPlaneOptions options) {
        return of(LocalControlPlane.start(ControlPlaneBinaries.find(System.getenv()), options));
    }

    /** Takes over the control plane and ends it at {@link #close()}. */
    public static Cluster of(LocalControlPlane controlPlane) {
        return new Cluster(controlPlane.kubeconfig(), Optional.of(controlPlane), controlPlane);
    }

    static Cluster of(Path kubeconfig, AutoCloseable owner) {
        return new Cluster(kubeconfig, Optional.empty(), owner);
    }

    /** May do everything; one client for all, closed with the cluster. */
    public KubernetesClient client() {
        return client;
    }

    /** For a user who may do everything. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /**
     * A kubeconfig with a token of this ServiceAccount, good for 12 hours: for programs and tests that shall have no
     * more rights than RBAC gives. The ServiceAccount is made if it is not there.
     */
    public Path kubeconfigFor(String namespace, String serviceAccount) {
        createServiceAccount(namespace, serviceAccount);
        String token = client.serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(TOKEN_SECONDS)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        return Kubeconfig.with(token, namespace, client.getConfiguration()).writeTo(newFile());
    }

    private void createServiceAccount(String namespace, String name) {
        ServiceAccount account = new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build();
        client.resource(account).fieldManager("testkit").serverSideApply();
    }

    private static Path newFile() {
        try {
            Path file = Files.createTempFile("apitoken-", ".kubeconfig");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a namespace with a name not used before: the prefix and eight random characters. */
    public String newNamespace(String prefix) {
        String name = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        namespaces.add(name);
        return name;
    }

    /**
     * Applies a YAML file, or every .yaml and .yml of a folder in the order of their names, by server-side apply: CRDs
     * first, and the rest once the server serves them.
     */
    public void applyManifests(Path folderOrFile) {
        boolean newKinds = new Manifests(client).apply(folderOrFile);
        if (newKinds) {
            controlPlane.ifPresent(LocalControlPlane::restartControllerManager);
        }
    }

    /** Freezes the API server: connections stay open and nothing answers. Aborts the test on a cluster that is not ours. */
    public void pauseApiServer() {
        ownControlPlane().pauseApiServer();
    }

    public void resumeApiServer() {
        ownControlPlane().resumeApiServer();
    }

    /** As a crash: watches break off, connections are refused. Aborts the test on a cluster that is not ours. */
    public void stopApiServer() {
        ownControlPlane().stopApiServer();
    }

    /** Returns when the API server is ready again, at the same address. */
    public void startApiServer() {
        ownControlPlane().startApiServer();
    }

    private LocalControlPlane ownControlPlane() {
        return controlPlane.orElseThrow(
                () -> new TestAbortedException("needs a local control plane to stop and start"));
    }

    @Override
    public void close() {
        try (owner;
                client) {
            if (controlPlane.isEmpty()) {
                namespaces.forEach(name -> client.namespaces().withName(name).delete());
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("The cluster of the tests could not be ended", e);
        }
    }
}
