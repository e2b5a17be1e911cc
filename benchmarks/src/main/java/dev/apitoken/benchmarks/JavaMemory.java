package dev.apitoken.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The memory of a Java process with the serial collector.
 *
 * @param liveHeapMiB what a full collection leaves
 * @param residentMiB all of the process, as the kernel counts it, before that collection
 * @param mostResidentMiB the most it ever was
 * @param gcSeconds spent in collections since the start of the process
 */
public record JavaMemory(long liveHeapMiB, long residentMiB, long mostResidentMiB, double gcSeconds) {
    private static final long KIB_PER_MIB = 1024;
    private static final Pattern GENERATION = Pattern.compile("total \\d+K, used (\\d+)K");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+)");
    private static final Pattern MOST_RESIDENT = Pattern.compile("VmHWM:\\s+(\\d+)");
    private static final Pattern COLLECTOR_TICKS = Pattern.compile("sun\\.gc\\.collector\\.\\d+\\.time=(\\d+)");
    private static final Pattern TICKS_PER_SECOND = Pattern.compile("sun\\.os\\.hrt\\.frequency=(\\d+)");

    /** Makes the process collect its garbage. */
    public static JavaMemory of(long pid) {
        String counters = jcmd(pid, "PerfCounter.print");
        String status = read(Path.of("/proc/" + pid + "/status"));
        jcmd(pid, "GC.run");
        String heap = jcmd(pid, "GC.heap_info");
        return new JavaMemory(
                sum(GENERATION, heap) / KIB_PER_MIB,
                sum(RESIDENT, status) / KIB_PER_MIB,
                sum(MOST_RESIDENT, status) / KIB_PER_MIB,
                Math.round(100.0 * sum(COLLECTOR_TICKS, counters) / Math.max(1, sum(TICKS_PER_SECOND, counters)))
                        / 100.0);
    }

    private static long sum(Pattern number, String text) {
        return number.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static String jcmd(long pid, String command) {
        try {
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            command)
                    .redirectErrorStream(true)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("jcmd " + command + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: jcmd " + command, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
