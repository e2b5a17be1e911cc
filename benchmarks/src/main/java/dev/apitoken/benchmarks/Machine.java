package dev.apitoken.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a result was measured on; neither names nor paths.
 *
 * @param processor as the kernel calls it
 * @param otherWorkPercent how much of all cores was busy with something else just before the run
 */
public record Machine(
        int cores, String processor, long memoryMiB, String kernel, String javaVersion, int otherWorkPercent) {
    private static final long KIB_PER_MIB = 1024;
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** Watches it for five seconds first. */
    public static Machine describe(Progress progress) {
        var before = CpuTimes.Machine.now();
        progress.pass(LOOK);
        return describe(CpuTimes.Machine.now().busyPercentSince(before));
    }

    /** @param otherWorkPercent measured by {@link CpuTimes} while nothing of the benchmark ran */
    public static Machine describe(int otherWorkPercent) {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                field("/proc/cpuinfo", "model name"),
                Long.parseLong(field("/proc/meminfo", "MemTotal").split(" ", 2)[0]) / KIB_PER_MIB,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version"),
                otherWorkPercent);
    }

    /** The first value under that name in a file of {@code name : value} lines. */
    private static String field(String file, String name) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("0 unknown");
        } catch (IOException e) {
            throw new UncheckedIOException("this benchmark reads /proc and runs on Linux only", e);
        }
    }
}
