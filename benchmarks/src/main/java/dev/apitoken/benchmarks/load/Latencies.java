package dev.apitoken.benchmarks.load;

import java.util.Arrays;

/** Every single latency of a run, in microseconds. */
public final class Latencies {
    private static final int NANOS_PER_MICRO = 1_000;

    private int[] micros = new int[4_096];
    private int count;

    void add(long nanos) {
        if (count == micros.length) {
            micros = Arrays.copyOf(micros, count * 2);
        }
        micros[count++] = (int) Math.min(Integer.MAX_VALUE, nanos / NANOS_PER_MICRO);
    }

    public void addAll(Latencies others) {
        for (int i = 0; i < others.count; i++) {
            add((long) others.micros[i] * NANOS_PER_MICRO);
        }
    }

    public int count() {
        return count;
    }

    /** The smallest that at least this share of all does not exceed; NaN if there is none. */
    public double micros(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        int[] sorted = Arrays.copyOf(micros, count);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)];
    }
}
