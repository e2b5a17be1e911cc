package dev.apitoken.benchmarks;

import java.util.Collection;

/**
 * How a measure is spread over its samples, every one of which counts.
 *
 * @param unit of all of them
 */
public record Spread(int samples, double p50, double p99, double max, String unit) {
    /** Of no sample at all every value is NaN: nothing was measured, which no goal is met by. */
    public static Spread of(Collection<Double> values, String unit) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Spread(sorted.length, rank(sorted, 0.50), rank(sorted, 0.99), rank(sorted, 1), unit);
    }

    /** The smallest sample that at least this share of all samples does not exceed. */
    private static double rank(double[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : Math.round(sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] * 10) / 10.0;
    }

    @Override
    public String toString() {
        return samples == 0
                ? "nothing measured"
                : "p50 %s, p99 %s, max %s %s (%d)".formatted(text(p50), text(p99), text(max), unit, samples);
    }

    private static String text(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
