package dev.apitoken.acceptance.quickstart;

import dev.apitoken.acceptance.FreePort;
import dev.apitoken.acceptance.Program;
import dev.apitoken.acceptance.Repository;
import dev.apitoken.testkit.Cluster;
import java.nio.file.Path;
import java.util.Map;

/** A validator in front of the sample API, with the rights of the ServiceAccount it runs as and no others. */
record Gate(Program program, String address) implements AutoCloseable {
    static Gate start(
            Repository repository,
            Cluster cluster,
            String namespace,
            String policy,
            String account,
            String upstream,
            Path log) {
        int port = FreePort.next();
        var settings = Map.of(
                "KUBECONFIG",
                cluster.kubeconfigFor(namespace, account).toString(),
                "APITOKEN_POLICY",
                namespace + "/" + policy,
                "APITOKEN_SOURCE",
                "kubernetes",
                "APITOKEN_UPSTREAM",
                upstream,
                "APITOKEN_PORT",
                Integer.toString(port),
                "APITOKEN_MANAGEMENT_PORT",
                Integer.toString(FreePort.next()));
        Program program =
                Program.start(repository.program("validator"), settings, log).awaitReady();
        return new Gate(program, "http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        program.close();
    }
}
