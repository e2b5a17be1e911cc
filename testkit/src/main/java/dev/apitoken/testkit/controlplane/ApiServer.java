package dev.apitoken.testkit.controlplane;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The API server process on its port; the port and the certificate stay the same when it is stopped and started. */
final class ApiServer {
    private static final int PROBE_MILLIS = 2_000;

    private final ProcessGroup processes;
    private final CommandLines commands;
    private final int port;
    private final int etcdPort;
    private Component process;

    private ApiServer(ProcessGroup processes, CommandLines commands, int port, int etcdPort) {
        this.processes = processes;
        this.commands = commands;
        this.port = port;
        this.etcdPort = etcdPort;
        this.process = launch();
    }

    static ApiServer startOn(int port, ProcessGroup processes, CommandLines commands, int etcdPort) {
        return new ApiServer(processes, commands, port, etcdPort);
    }

    void start() {
        process = launch();
    }

    void stop() {
        processes.end(process);
    }

    void freeze() {
        process.freeze();
    }

    void thaw() {
        process.thaw();
    }

    /** A kubeconfig for this server and this user, written into the folder of the control plane. */
    Path kubeconfig(String fileName, String token) {
        try {
            String authority = Files.readString(commands.certificate());
            return new Kubeconfig("https://127.0.0.1:" + port, Optional.of(authority), "default", token)
                    .writeTo(processes.folder().resolve(fileName));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Component launch() {
        Component launched = processes.start("kube-apiserver", commands.apiServer(port, etcdPort));
        // The server makes its certificate at its first start, and only with it can it be asked anything.
        Readiness.await(launched, () -> Files.size(commands.certificate()) > 0);
        try (KubernetesClient client =
                probe(kubeconfig("probe.kubeconfig", commands.credentials().adminToken()))) {
            Readiness.await(launched, () -> "ok".equals(client.raw("/readyz")));
        }
        return launched;
    }

    private static KubernetesClient probe(Path kubeconfig) {
        Config config = Config.fromKubeconfig(kubeconfig.toFile());
        config.setRequestRetryBackoffLimit(0);
        config.setConnectionTimeout(PROBE_MILLIS);
        config.setRequestTimeout(PROBE_MILLIS);
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
