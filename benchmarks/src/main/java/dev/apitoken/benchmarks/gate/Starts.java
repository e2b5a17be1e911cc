package dev.apitoken.benchmarks.gate;

import dev.apitoken.benchmarks.Spread;
import dev.apitoken.benchmarks.load.LoadClient;
import dev.apitoken.benchmarks.load.LoadReport;
import dev.apitoken.benchmarks.load.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A validator from nothing: how long until it refuses the first request, and how it does in the seconds after. */
final class Starts {
    private static final int UNAUTHORIZED = 401;
    private static final int CONNECTIONS = 64;
    private static final double NANOS_PER_MILLI = 1e6;

    private final ValidatorProgram validators;
    private final String source;
    private final int upstream;

    /** @param source with tokens on the list */
    Starts(ValidatorProgram validators, String source, int upstream) {
        this.validators = validators;
        this.source = source;
        this.upstream = upstream;
    }

    /** From exec to the last byte of the first 401: the list is loaded by then, or it would be 503. */
    Spread untilFirst401(List<String> javaOptions, int times) {
        var millis = new ArrayList<Double>();
        for (int i = 0; i < times; i++) {
            try (var started = start(javaOptions)) {
                millis.add(started.awaitStatus(UNAUTHORIZED).toNanos() / NANOS_PER_MILLI);
            }
        }
        return Spread.of(millis, "ms");
    }

    /** The first requests of its life, each token among them seen for the first time. */
    LoadReport firstSeconds(List<String> javaOptions, LoadClient client, Workload workload, int rate, Duration time) {
        try (var started = start(javaOptions)) {
            started.awaitStatus(UNAUTHORIZED);
            try (var session = client.connect(RawCall.loopback(started.port()), CONNECTIONS, workload)) {
                return session.atRate(rate, time);
            }
        }
    }

    private MeasuredProgram start(List<String> javaOptions) {
        return validators.start("start", javaOptions, source, ValidatorProgram.upstream(upstream));
    }
}
