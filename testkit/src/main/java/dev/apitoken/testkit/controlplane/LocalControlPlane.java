package dev.apitoken.testkit.controlplane;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntFunction;

/**
 * A running control plane: etcd, API server and controller manager on loopback with RBAC and ServiceAccount admission,
 * in a folder of its own that goes away at the end. Nothing of it outlives this JVM. Not for several threads at once.
 */
public final class LocalControlPlane implements AutoCloseable {
    private static final int TRIES_FOR_A_PORT = 5;

    private final ProcessGroup processes;
    private final CommandLines commands;
    private final ApiServer apiServer;
    private final Path kubeconfig;
    private final Path controllerManagerKubeconfig;
    private Component controllerManager;

    private LocalControlPlane(ProcessGroup processes, CommandLines commands) {
        this.processes = processes;
        this.commands = commands;
        int etcdPort = onFreePort(this::startEtcd);
        this.apiServer = onFreePort(port -> ApiServer.startOn(port, processes, commands, etcdPort));
        this.kubeconfig =
                apiServer.kubeconfig("admin.kubeconfig", commands.credentials().adminToken());
        this.controllerManagerKubeconfig = apiServer.kubeconfig(
                "controller-manager.kubeconfig", commands.credentials().controllerManagerToken());
        this.controllerManager = launchControllerManager();
    }

    /** Returns when the API server is ready and the controllers are at work; some 10 s on a small machine. */
    public static LocalControlPlane start(ControlPlaneBinaries binaries, ControlPlaneOptions options) {
        ProcessGroup processes = ProcessGroup.inNewFolder();
        try {
            return new LocalControlPlane(processes, CommandLines.prepare(binaries, processes.folder(), options));
        } catch (RuntimeException e) {
            processes.close();
            throw e;
        }
    }

    /** For a user in group system:masters. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** Where data, certificates and the three logs (etcd.log, kube-apiserver.log, …) are until the end. */
    public Path folder() {
        return processes.folder();
    }

    /** Freezes the API server: connections stay open and nothing answers, as behind a half-open network. */
    public void pauseApiServer() {
        apiServer.freeze();
    }

    public void resumeApiServer() {
        apiServer.thaw();
    }

    /** Ends the API server as a crash would: watches break off, connections are refused. The data stays. */
    public void stopApiServer() {
        apiServer.stop();
    }

    /** Returns when the API server is ready again, at the same address with the same certificate. */
    public void startApiServer() {
        apiServer.start();
        if (!controllerManager.isAlive()) {
            restartControllerManager();
        }
    }

    /**
     * The garbage collector looks for new kinds every 30 s only; a fresh one knows them at once. So this belongs after
     * the creation of CRDs.
     */
    public void restartControllerManager() {
        processes.end(controllerManager);
        controllerManager = launchControllerManager();
    }

    private Component launchControllerManager() {
        Component launched =
                processes.start("kube-controller-manager", commands.controllerManager(controllerManagerKubeconfig));
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build()) {
            Readiness.await(
                    launched,
                    () -> client.serviceAccounts()
                                    .inNamespace("default")
                                    .withName("default")
                                    .get()
                            != null);
        }
        return launched;
    }

    private int startEtcd(int port) {
        Component etcd = processes.start("etcd", commands.etcd(port, Ports.free()));
        HttpRequest health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            Readiness.await(
                    etcd, () -> http.send(health, BodyHandlers.discarding()).statusCode() == 200);
        }
        return port;
    }

    /** Between finding a free port and using it another process may take it: then another port. */
    private static <T> T onFreePort(IntFunction<T> start) {
        for (int tries = 1; ; tries++) {
            try {
                return start.apply(Ports.free());
            } catch (ComponentFailed e) {
                if (!e.portTaken() || tries == TRIES_FOR_A_PORT) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        processes.close();
    }
}
