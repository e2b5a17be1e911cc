package dev.apitoken.benchmarks.gate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is aimed at.
 *
 * @param limit a measure must not be above it, or, where {@code atLeast}, not below
 * @param measure empty: this run did not measure it
 */
record Goal(String text, double limit, boolean atLeast, String unit, Function<GateResult, Optional<Double>> measure) {
    static final List<Goal> ALL = List.of(
            atMost("CPU: 1,000 hot tokens checked, against checks off", 1.15, "x", ratio(Contest.OURS, Contest.OPEN)),
            atMost("CPU: against Envoy with its JWT cache", 0.5, "x", ratio(Contest.OURS, Contest.ENVOY_CACHE)),
            atMost("CPU: against HAProxy without checks", 1.1, "x", ratio(Contest.OURS, Contest.HAPROXY)),
            atMost("CPU: against Traefik asking us", 0.33, "x", ratio(Contest.OURS, Contest.TRAEFIK_CHAIN)),
            atMost("CPU: against Caddy asking us", 0.33, "x", ratio(Contest.OURS, Contest.CADDY_CHAIN)),
            atMost("CPU: the large list, all in use, against 1,000", 1.05, "x", ratio(Contest.MANY, Contest.OURS)),
            atMost("CPU: 1,000 listed against 1", 1.05, "x", ratio(Contest.OURS, Contest.ONE)),
            atMost("CPU: an unknown token against a good one", 0.7, "x", ratio(Contest.UNKNOWN, Contest.OURS)),
            atLeast(
                    "closed loop, requests for each second of a core",
                    20_000,
                    "/s",
                    result -> result.line(Contest.OURS).map(GateResult.Line::perCoreSecond)),
            atMost("p99 of the first seconds against the warm one", 5, "x", Goal::firstSeconds),
            atMost(
                    "revocation through the API server, p99",
                    100,
                    "ms",
                    result -> result.endsBy(GateRun.API_SERVER)
                            .map(ends -> ends.lastAccepted().p99())),
            atMost(
                    "start to the first 401, median",
                    1_000,
                    "ms",
                    result -> result.start(GateRun.WITH_CACHE)
                            .map(start -> start.first401().p50())),
            atMost("resident memory at 1,000 tokens", 112, "MiB", resident(Contest.OURS)),
            atMost("resident memory with the large list", 140, "MiB", resident(Contest.MANY)));

    private static Goal atMost(String text, double limit, String unit, Function<GateResult, Optional<Double>> measure) {
        return new Goal(text, limit, false, unit, measure);
    }

    private static Goal atLeast(
            String text, double limit, String unit, Function<GateResult, Optional<Double>> measure) {
        return new Goal(text, limit, true, unit, measure);
    }

    private static Function<GateResult, Optional<Double>> ratio(String one, String other) {
        return result -> result.line(one)
                .flatMap(ours -> result.line(other).map(theirs -> ours.cpuMicros() / theirs.cpuMicros()));
    }

    private static Function<GateResult, Optional<Double>> resident(String name) {
        return result -> result.line(name).map(GateResult.Line::residentMiB);
    }

    private static Optional<Double> firstSeconds(GateResult result) {
        return result.start(GateRun.WITH_CACHE)
                .flatMap(start -> result.line(Contest.OURS).map(warm -> start.p99Micros() / warm.p99Micros()));
    }

    String row(GateResult result) {
        String bound = (atLeast ? "at least " : "at most ") + number(limit) + " " + unit;
        Optional<Double> value = measure.apply(result);
        if (value.isEmpty() || value.get().isNaN()) {
            return "| " + text + " | " + bound + " | not measured | |";
        }
        boolean met = atLeast ? value.get() >= limit : value.get() <= limit;
        return "| " + text + " | " + bound + " | " + number(value.get()) + " " + unit + " | "
                + (met ? "met" : "**missed**") + " |";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
    }
}
