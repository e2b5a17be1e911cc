package dev.apitoken.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** One of our programs as its user runs it: {@code java -jar}, settings by environment, ready by its health page. */
public final class Program implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-Xmx256m");
    private static final long STOP_SECONDS = 25;

    private final String name;
    private final Process process;
    private final Path log;
    private final URI readiness;

    private Program(String name, Process process, Path log, URI readiness) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.readiness = readiness;
    }

    /** @param settings must name {@code APITOKEN_MANAGEMENT_PORT}; nothing else of our environment is handed on */
    public static Program start(Path jar, Map<String, String> settings, Path log) {
        return start(jar, SMALL, settings, log);
    }

    /** @param javaOptions instead of those for a small heap */
    public static Program start(Path jar, List<String> javaOptions, Map<String, String> settings, Path log) {
        var command = new ArrayList<>(List.of(java()));
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", jar.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("APITOKEN_"));
        builder.environment().putAll(settings);
        String port = settings.get("APITOKEN_MANAGEMENT_PORT");
        if (port == null) {
            throw new IllegalArgumentException("a program is watched through its management port: set it");
        }
        try {
            String name = jar.getFileName().toString().replace(".jar", "");
            return new Program(
                    name, builder.start(), log, URI.create("http://127.0.0.1:" + port + "/health/readiness"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it is ready; a program that does not get there shows its last lines. */
    public Program awaitReady() {
        return awaitReady(START);
    }

    public Program awaitReady(Duration deadline) {
        try (var client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
            Awaitility.await(name + " is ready")
                    .atMost(deadline)
                    .pollInterval(Duration.ofMillis(50))
                    .failFast(name + " ended", () -> !process.isAlive())
                    .until(() -> isReady(client));
        } catch (ConditionTimeoutException | TerminalFailureException e) {
            close();
            throw new IllegalStateException(name + " did not get ready:\n" + tail(), e);
        }
        return this;
    }

    private boolean isReady(HttpClient client) {
        var request =
                HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(2)).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public URI management(String path) {
        return readiness.resolve(path);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9}: no hook runs, nothing is given back. */
    public void kill() {
        process.destroyForcibly();
    }

    /** As Kubernetes asks a container to end: SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Asks the JVM to print every thread's stack into the log. */
    public void dumpThreads() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** What any process of this machine may see of it: its arguments and, for the same user, its environment. */
    public String describe() throws IOException {
        var shown = Path.of("/proc", Long.toString(process.pid()));
        return Files.isDirectory(shown)
                ? Files.readString(shown.resolve("cmdline")) + Files.readString(shown.resolve("environ"))
                : process.info().toString();
    }

    /** @return the exit code of a program that ends in this time */
    public int awaitEnd(Duration deadline) throws InterruptedException {
        if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(name + " did not end in " + deadline + ":\n" + tail());
        }
        return process.exitValue();
    }

    public long pid() {
        return process.pid();
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tail() {
        var lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Asks it to end, as Kubernetes does, and kills it after the time Kubernetes would give. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
