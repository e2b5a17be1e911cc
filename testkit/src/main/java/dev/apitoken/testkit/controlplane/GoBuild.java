package dev.apitoken.testkit.controlplane;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Builds programs of one Go module, and tells how far it is while it does: minutes pass. */
record GoBuild(GoModule module, String what, Optional<String> linkerFlags, List<String> packages) {
    private static final int SECONDS_BETWEEN_REPORTS = 15;
    private static final int LINES_KEPT = 25;

    private static final String NO_GO = """
            The control plane for tests is built once from source, and there is no `go` on the PATH to build it with.
            Install Go 1.26 or newer (https://go.dev/dl), or set one of
              APITOKEN_CONTROL_PLANE_BIN  a folder that holds etcd, kube-apiserver and kube-controller-manager
              TEST_KUBECONFIG             the kubeconfig of a cluster that tests may use""";

    /** @param out a folder, or the file to write when there is one package */
    void into(Path out) throws IOException, InterruptedException {
        Path source = Files.createTempDirectory("apitoken-go-");
        try {
            module.copyTo(source);
            run(source, command(out));
        } finally {
            Trees.delete(source);
        }
    }

    private List<String> command(Path out) {
        List<String> command = new ArrayList<>(List.of("go", "build", "-v", "-trimpath"));
        command.add("-ldflags");
        command.add("-s -w" + linkerFlags.map(flags -> " " + flags).orElse(""));
        command.add("-o");
        command.add(out.toString());
        command.addAll(packages);
        return command;
    }

    private void run(Path source, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(source.toFile()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("CGO_ENABLED", "0", "GO111MODULE", "on", "GOWORK", "off"));
        Process go = start(builder);
        Deque<String> lastLines = new ArrayDeque<>();
        try (Progress progress = new Progress(what + " " + module.version());
                BufferedReader output = go.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                progress.packageDone();
                lastLines.addLast(line);
                if (lastLines.size() > LINES_KEPT) {
                    lastLines.removeFirst();
                }
            }
        } catch (IOException | RuntimeException e) {
            go.destroyForcibly();
            throw e;
        }
        if (go.waitFor() != 0) {
            throw new IllegalStateException(
                    "go build of " + what + " failed. Its last lines:\n" + String.join("\n", lastLines));
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(NO_GO, e);
        }
    }

    /** Prints a line every 15 s until closed. */
    private static final class Progress implements AutoCloseable {
        private final String what;
        private final long start = System.nanoTime();
        private final AtomicInteger packages = new AtomicInteger();
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().factory());

        Progress(String what) {
            this.what = what;
            Say.line("building " + what + " once; the whole control plane takes about nine minutes on two cores");
            var _ = timer.scheduleAtFixedRate(
                    this::report, SECONDS_BETWEEN_REPORTS, SECONDS_BETWEEN_REPORTS, TimeUnit.SECONDS);
        }

        void packageDone() {
            packages.incrementAndGet();
        }

        private void report() {
            Say.line("building %s: %d s, %d packages".formatted(what, seconds(), packages.get()));
        }

        private long seconds() {
            return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        }

        @Override
        public void close() {
            timer.shutdownNow();
            Say.line("go build of %s ended after %d s".formatted(what, seconds()));
        }
    }
}
