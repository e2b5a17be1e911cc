package dev.apitoken.testkit.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The three command lines. What is not set here is as in any cluster: RBAC and admission are not weakened. */
record CommandLines(ControlPlaneBinaries binaries, Path folder, Credentials credentials, ControlPlaneOptions options) {
    /** As much as etcd is made for; with its default of 2 GiB it would refuse writes before 100,000 tokens are there. */
    private static final long ROOM_FOR_LOAD_TESTS = 8L << 30;

    private static final String AUDIT_POLICY = "audit-policy.yaml";
    private static final String METADATA_OF_EVERY_REQUEST = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - level: Metadata
            """;

    /** Writes the files that the command lines name. */
    static CommandLines prepare(ControlPlaneBinaries binaries, Path folder, ControlPlaneOptions options) {
        try {
            Files.writeString(folder.resolve(AUDIT_POLICY), METADATA_OF_EVERY_REQUEST);
            return new CommandLines(binaries, folder, Credentials.createIn(folder), options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without fsync: the data lives as long as the test, and a shared disk would set the pace. */
    List<String> etcd(int clientPort, int peerPort) {
        String client = "http://127.0.0.1:" + clientPort;
        String peer = "http://127.0.0.1:" + peerPort;
        return List.of(
                binaries.etcd().toString(),
                "--name=testkit",
                "--data-dir=" + folder.resolve("etcd"),
                "--unsafe-no-fsync",
                "--quota-backend-bytes=" + ROOM_FOR_LOAD_TESTS,
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=testkit=" + peer,
                "--log-level=warn");
    }

    /**
     * The certificate is made by the server itself in {@link #certificate()} and found again at the next start. No
     * endpoints for the Service "kubernetes": loopback addresses are not allowed there.
     */
    List<String> apiServer(int port, int etcdPort) {
        List<String> command = new ArrayList<>(List.of(
                binaries.kubeApiserver().toString(),
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--endpoint-reconciler-type=none",
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--cert-dir=" + certificate().getParent(),
                "--token-auth-file=" + credentials.tokenFile(),
                "--authorization-mode=RBAC",
                "--service-cluster-ip-range=10.96.0.0/24",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-signing-key-file=" + credentials.privateKey(),
                "--service-account-key-file=" + credentials.publicKey(),
                "--profiling=false"));
        if (options.auditLog().isPresent()) {
            command.add("--audit-log-path=" + options.auditLog().get());
            command.add("--audit-policy-file=" + folder.resolve(AUDIT_POLICY));
        }
        command.addAll(options.apiServerFlags());
        return command;
    }

    /** Only the controllers that tests without nodes can notice; the rest would use the machine for nothing. */
    List<String> controllerManager(Path kubeconfig) {
        return List.of(
                binaries.kubeControllerManager().toString(),
                "--kubeconfig=" + kubeconfig,
                "--leader-elect=false",
                "--secure-port=0",
                "--use-service-account-credentials=true",
                "--service-account-private-key-file=" + credentials.privateKey(),
                "--root-ca-file=" + certificate(),
                "--controllers=garbage-collector-controller,namespace-controller,serviceaccount-controller,"
                        + "serviceaccount-token-controller,root-ca-certificate-publisher-controller,"
                        + "clusterrole-aggregation-controller,deployment-controller,replicaset-controller,"
                        + "statefulset-controller,daemonset-controller");
    }

    /** Holds the server's certificate and, after it, the authority that signed it. */
    Path certificate() {
        return folder.resolve("certificates").resolve("apiserver.crt");
    }
}
