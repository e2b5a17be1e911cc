package dev.apitoken.acceptance.proxies;

import static dev.apitoken.testkit.Eventually.eventually;

import dev.apitoken.acceptance.FreePort;
import dev.apitoken.acceptance.Program;
import dev.apitoken.acceptance.Repository;
import dev.apitoken.testkit.controlplane.Component;
import dev.apitoken.testkit.controlplane.ProcessGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** An application, a proxy in front of it that runs with its example, and a gate that the proxy asks. */
final class ProtectedApi implements AutoCloseable {
    private static final String EXAMPLE = "06-external-authorization";

    final Shop shop = new Shop();
    final RecordingApp app = new RecordingApp();
    private final Proxy proxy;
    private final int gatePort = FreePort.next();
    private final int proxyPort = FreePort.next();
    private final ProcessGroup processes = ProcessGroup.inNewFolder();
    private final Path state;
    private final Program gate;

    /** The gate knows nothing until {@link #publish()}. */
    ProtectedApi(Proxy proxy) throws IOException {
        this(proxy, text -> text);
    }

    /** @param edited what a test changes about the files of the example */
    ProtectedApi(Proxy proxy, UnaryOperator<String> edited) throws IOException {
        this.proxy = proxy;
        this.state = Files.createDirectory(processes.folder().resolve("state"));
        this.gate = startGate();
        try {
            var component = processes.start(proxy.folder(), proxy.command(configuration(edited)));
            awaitOpen(gatePort, gate::isAlive);
            awaitOpen(proxyPort, () -> hasNotEnded(component));
        } catch (IOException | RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    private static boolean hasNotEnded(Component component) {
        if (!component.isAlive()) {
            throw new IllegalStateException(component.name() + " ended:\n" + component.lastLines());
        }
        return true;
    }

    private Path configuration(UnaryOperator<String> edited) throws IOException {
        Path example = Repository.find().example(EXAMPLE).resolve(proxy.folder());
        Path folder = Files.createDirectory(processes.folder().resolve("configuration"));
        try (var files = Files.list(example)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String text = Files.readString(file)
                        .replaceAll("\\b8000\\b", Integer.toString(proxyPort))
                        .replaceAll("\\b8080\\b", Integer.toString(gatePort))
                        .replaceAll("\\b3000\\b", Integer.toString(app.port()));
                Files.writeString(folder.resolve(file.getFileName()), edited.apply(text));
            }
        }
        return folder;
    }

    private Program startGate() {
        return Program.start(
                Repository.find().program("validator"),
                Map.of(
                        "APITOKEN_POLICY",
                        Shop.POLICY,
                        "APITOKEN_SOURCE",
                        "files:" + state,
                        "APITOKEN_BIND",
                        "127.0.0.1",
                        "APITOKEN_PORT",
                        Integer.toString(gatePort),
                        "APITOKEN_THREADS",
                        "1",
                        "APITOKEN_MANAGEMENT_PORT",
                        Integer.toString(FreePort.next())),
                processes.folder().resolve("gate.log"));
    }

    private static void awaitOpen(int port, BooleanSupplier isAlive) {
        eventually(() -> {
            if (!isAlive.getAsBoolean()) {
                throw new IllegalStateException("the gate ended");
            }
            new Socket(InetAddress.getLoopbackAddress(), port).close();
        });
    }

    /** Gives the gate its state and waits until it judges by it. */
    ProtectedApi publish() throws IOException {
        shop.publish(proxy.profile(), state);
        gate.awaitReady();
        return this;
    }

    RawClient.Answer send(String from, String request) throws IOException {
        return new RawClient(proxyPort).send(from, request);
    }

    Http2Client http2Client() {
        return new Http2Client(proxyPort);
    }

    /** What reached the application since the last time. */
    List<Arrived> arrived() {
        return app.taken();
    }

    String gateLog() {
        return gate.log();
    }

    void killGate() throws InterruptedException {
        gate.kill();
        gate.awaitEnd(Duration.ofSeconds(20));
    }

    /** It keeps its port and its connections, and answers nothing any more. */
    void freezeGate() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-STOP", Long.toString(gate.pid())).start().waitFor();
    }

    @Override
    public void close() throws IOException {
        gate.kill();
        processes.close();
        app.close();
    }
}
