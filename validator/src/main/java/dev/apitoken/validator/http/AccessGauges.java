package dev.apitoken.validator.http;

import dev.apitoken.validator.index.AppliedRevision;
import dev.apitoken.validator.index.CurrentAccess;
import dev.apitoken.validator.index.SourceFailure;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;

/**
 * How current the state is, read at the moment of the scrape (P1, P2). Every meter hangs on {@code access}, which lives as
 * long as the program: a registry holds what it asks weakly, and would go on with NaN once this record is gone.
 */
public record AccessGauges(CurrentAccess access, InstantSource clock) implements MeterBinder {
    private static final double MILLIS = 1000.0;

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("apitoken.access.revision", access, CurrentAccess::revision)
                .description("The revision requests are judged by; 0: none yet")
                .register(registry);
        Gauge.builder("apitoken.access.age", access, source -> seconds(source.staleness(clock.instant())))
                .description("Since the last proof that this is the state of the source")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("apitoken.access.tokens", access, ofApplied(AppliedRevision::entries))
                .description("Tokens listed")
                .register(registry);
        Gauge.builder("apitoken.access.reload", access, ofApplied(last -> seconds(last.reload())))
                .description("From reading the newest revision to judging by it")
                .baseUnit("seconds")
                .register(registry);
        for (SourceFailure failure : SourceFailure.values()) {
            FunctionCounter.builder("apitoken.access.failures", access, source -> failures(source, failure))
                    .description("Times the source could not show its present state")
                    .tag("reason", failure.name())
                    .register(registry);
        }
    }

    private ToDoubleFunction<CurrentAccess> ofApplied(ToDoubleFunction<AppliedRevision> value) {
        return source -> source.metrics(clock.instant())
                .applied()
                .map(value::applyAsDouble)
                .orElse(0.0);
    }

    private double failures(CurrentAccess source, SourceFailure failure) {
        return source.metrics(clock.instant()).failures().getOrDefault(failure, 0L);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}
