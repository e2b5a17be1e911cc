package dev.apitoken.benchmarks.gate;

import dev.apitoken.benchmarks.CpuTimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One process that listens on one port of loopback. */
final class MeasuredProgram implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);
    private static final long STOP_SECONDS = 10;
    private static final int NOT_READY = 503;

    private final String name;
    private final Process process;
    private final int port;
    private final Path log;
    private final long begunAt;

    private MeasuredProgram(String name, Process process, int port, Path log, long begunAt) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.log = log;
        this.begunAt = begunAt;
    }

    /** @param environment the whole of it, but for PATH and HOME */
    static MeasuredProgram start(
            String name, List<String> command, Map<String, String> environment, int port, Path folder) {
        Path log = folder.resolve(fileName(name) + ".log");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
        builder.environment().putAll(environment);
        try {
            long begunAt = System.nanoTime();
            return new MeasuredProgram(name, builder.start(), port, log, begunAt);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Any answer will do, but not that it is not ready yet. */
    MeasuredProgram awaitAnswer() {
        awaitStatus(OptionalInt.empty());
        return this;
    }

    /** @return from the start of the process to the end of its first answer with this status */
    Duration awaitStatus(int status) {
        return awaitStatus(OptionalInt.of(status));
    }

    private Duration awaitStatus(OptionalInt wanted) {
        Awaitility.await(name + " answers (see " + log + ")")
                .atMost(START)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(BETWEEN_LOOKS)
                .failFast(name + " ended, see " + log, () -> !process.isAlive())
                .until(() -> RawCall.get(port, "/orders/1", "")
                        .filter(answer -> wanted.isPresent()
                                ? answer.status() == wanted.getAsInt()
                                : answer.status() != NOT_READY)
                        .isPresent());
        return Duration.ofNanos(System.nanoTime() - begunAt);
    }

    /** A name fit for a file. */
    static String fileName(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    boolean isJvm() {
        return process.info()
                .command()
                .filter(command -> command.endsWith("/java"))
                .isPresent();
    }

    int port() {
        return port;
    }

    Duration cpu() {
        return CpuTimes.ofProcess(process.pid());
    }

    ResidentMemory memory() {
        return ResidentMemory.of(process.pid());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
