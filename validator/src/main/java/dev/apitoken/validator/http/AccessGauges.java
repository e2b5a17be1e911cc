package dev.apitoken.validator.http;

import dev.apitoken.validator.index.AppliedRevision;
import dev.apitoken.validator.index.CurrentAccess;
import dev.apitoken.validator.index.SourceFailure;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;

/** How current the state is, read at the moment of the scrape (P1, P2). */
public record AccessGauges(CurrentAccess access, InstantSource clock) implements MeterBinder {
    private static final double MILLIS = 1000.0;

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("apitoken.access.revision", access, CurrentAccess::revision)
                .description("The revision requests are judged by; 0: none yet")
                .register(registry);
        Gauge.builder("apitoken.access.age", this, AccessGauges::ageSeconds)
                .description("Since the last proof that this is the state of the source")
                .baseUnit("seconds")
                .register(registry);
        applied(registry, "apitoken.access.tokens", "Tokens listed", AppliedRevision::entries);
        Gauge.builder(
                        "apitoken.access.reload",
                        this,
                        gauges -> gauges.ofApplied(last -> last.reload().toMillis() / MILLIS))
                .description("From reading the newest revision to judging by it")
                .baseUnit("seconds")
                .register(registry);
        for (SourceFailure failure : SourceFailure.values()) {
            FunctionCounter.builder("apitoken.access.failures", this, gauges -> gauges.failures(failure))
                    .description("Times the source could not show its present state")
                    .tag("reason", failure.name())
                    .register(registry);
        }
    }

    private void applied(MeterRegistry registry, String name, String what, ToDoubleFunction<AppliedRevision> value) {
        Gauge.builder(name, this, gauges -> gauges.ofApplied(value))
                .description(what)
                .register(registry);
    }

    private double ofApplied(ToDoubleFunction<AppliedRevision> value) {
        return access.metrics(clock.instant())
                .applied()
                .map(value::applyAsDouble)
                .orElse(0.0);
    }

    private double ageSeconds() {
        return access.staleness(clock.instant()).toMillis() / MILLIS;
    }

    private double failures(SourceFailure failure) {
        return access.metrics(clock.instant()).failures().getOrDefault(failure, 0L);
    }
}
