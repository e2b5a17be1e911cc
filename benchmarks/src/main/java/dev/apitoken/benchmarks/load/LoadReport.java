package dev.apitoken.benchmarks.load;

import java.time.Duration;

/**
 * What came back.
 *
 * @param answered with the status expected
 * @param wrong with another status, or broken off
 * @param missing not answered when the run was over
 * @param took from the first request to the last answer
 * @param latencies from the moment a request was due, whether it could be sent then or not
 */
public record LoadReport(long answered, long wrong, long missing, Duration took, Latencies latencies) {
    private static final double NANOS_PER_SECOND = 1e9;

    public double perSecond() {
        return answered * NANOS_PER_SECOND / Math.max(1, took.toNanos());
    }

    /** @throws IllegalStateException unless every request was answered as expected */
    public LoadReport requireWhole(String what) {
        if (wrong > 0 || missing > 0 || answered == 0) {
            throw new IllegalStateException(
                    what + ": " + answered + " answers as expected, " + wrong + " others, " + missing + " missing");
        }
        return this;
    }
}
