package dev.apitoken.benchmarks.scale;

import dev.apitoken.acceptance.FreePort;
import dev.apitoken.acceptance.Program;
import dev.apitoken.acceptance.Repository;
import dev.apitoken.benchmarks.CpuTimes;
import dev.apitoken.benchmarks.JavaMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operator as the chart runs it, with a heap that it may not exceed: it ends when that is not enough. */
final class OperatorProcess implements AutoCloseable {
    static final String NAMESPACE = "apitoken-system";

    private static final Duration START = Duration.ofMinutes(5);
    private static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError");

    private final Program program;
    private final Instant startedAt;
    private final Duration untilReady;

    private OperatorProcess(Program program, Instant startedAt, Duration untilReady) {
        this.program = program;
        this.startedAt = startedAt;
        this.untilReady = untilReady;
    }

    /**
     * Returns when it is ready.
     *
     * @param heapMiB at most
     * @param more options of the JVM
     */
    static OperatorProcess start(Path kubeconfig, Path log, int heapMiB, List<String> more, InstantSource clock) {
        var options = new ArrayList<>(OPTIONS);
        options.add("-Xmx" + heapMiB + "m");
        options.addAll(more);
        var settings = Map.of(
                "KUBECONFIG", kubeconfig.toString(),
                "APITOKEN_NAMESPACE", NAMESPACE,
                "APITOKEN_MANAGEMENT_PORT", Integer.toString(FreePort.next()));
        Instant startedAt = clock.instant();
        long start = System.nanoTime();
        var program = Program.start(Repository.find().program("operator"), options, settings, log)
                .awaitReady(START);
        return new OperatorProcess(program, startedAt, Duration.ofNanos(System.nanoTime() - start));
    }

    Instant startedAt() {
        return startedAt;
    }

    Duration untilReady() {
        return untilReady;
    }

    /** Since its start. */
    Duration cpu() {
        return CpuTimes.ofProcess(program.pid());
    }

    /** Collects garbage first, so not to be called while something is timed. */
    ScaleResult.Memory memory(String after) {
        var memory = JavaMemory.of(program.pid());
        return new ScaleResult.Memory(
                after, memory.liveHeapMiB(), memory.residentMiB(), memory.mostResidentMiB(), memory.gcSeconds());
    }

    @Override
    public void close() {
        program.close();
    }
}
