package dev.apitoken.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** CPU time from /proc, in ticks of 10 ms. */
public final class CpuTimes {
    private static final Duration TICK = Duration.ofMillis(10);
    private static final int IDLE = 3;
    private static final int WAITING = 4;
    private static final int STOLEN = 7;
    private static final int USER_AFTER_NAME = 11;
    private static final int SYSTEM_AFTER_NAME = 12;

    private CpuTimes() {}

    /** What a process has used so far on all cores, its threads included. */
    public static Duration ofProcess(long pid) {
        String stat = read("/proc/" + pid + "/stat");
        // The name of the program stands in parentheses and may hold anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return TICK.multipliedBy(Long.parseLong(fields[USER_AFTER_NAME]) + Long.parseLong(fields[SYSTEM_AFTER_NAME]));
    }

    /**
     * The state of all cores at one moment.
     *
     * @param stolen by the machine below this one
     * @param all ticks of any kind
     */
    public record Machine(long busy, long stolen, long all) {
        public static Machine now() {
            long[] ticks = Arrays.stream(read("/proc/stat")
                            .lines()
                            .findFirst()
                            .orElse("cpu 0")
                            .split(" +", -1))
                    .skip(1)
                    .mapToLong(Long::parseLong)
                    .toArray();
            long all = Arrays.stream(ticks).limit(8).sum();
            return new Machine(all - ticks[IDLE] - ticks[WAITING], ticks[STOLEN], all);
        }

        /** Of all cores, since an earlier moment. */
        public int busyPercentSince(Machine earlier) {
            return all == earlier.all ? 0 : Math.toIntExact((busy - earlier.busy) * 100 / (all - earlier.all));
        }

        /** Of all cores, since an earlier moment; to a tenth. */
        public double stolenPercentSince(Machine earlier) {
            return all == earlier.all ? 0 : Math.round((stolen - earlier.stolen) * 1000.0 / (all - earlier.all)) / 10.0;
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
