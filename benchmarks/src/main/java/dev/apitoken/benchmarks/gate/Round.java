package dev.apitoken.benchmarks.gate;

import dev.apitoken.benchmarks.load.LoadReport;
import java.time.Duration;

/**
 * Load on one contender, and what it cost.
 *
 * @param cpu of all its programs while the load ran
 */
record Round(LoadReport load, Duration cpu) {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    double cpuMicros() {
        return cpu.toNanos() / NANOS_PER_MICRO / load.answered();
    }

    /** How many it could answer if it had one core for itself and did nothing else. */
    double perCoreSecond() {
        return load.answered() * NANOS_PER_SECOND / Math.max(1, cpu.toNanos());
    }
}
