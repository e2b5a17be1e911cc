package dev.apitoken.operator.access;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How fast changes become documents, and how full these are. No label names a policy: there may be thousands (rule N4).
 * Names: docs/reference/operator-metrics.md.
 */
final class AccessMeters {
    /** What became of bringing one policy up to date. A closed set. */
    enum Result {
        Written,
        Unchanged,
        Narrowed,
        Conflict,
        Stale,
        Failed;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final MeterRegistry registry;
    private final Timer compile;
    private final Timer lag;

    AccessMeters(MeterRegistry registry) {
        this.registry = registry;
        this.compile = timer("apitoken_access_compile", "How long it took to compile a document", Duration.ofMillis(1));
        this.lag = timer(
                "apitoken_access_write_lag",
                "From the change noticed to the document that says so written",
                Duration.ofMillis(5));
        for (var result : Result.values()) {
            count(result, 0);
        }
    }

    /** What every policy's last report says, read at each scrape. */
    void watch(Enforcements enforcements) {
        gauge("apitoken_access_listed_tokens", "Entries of all access documents", enforcements, Enforcements::listed);
        gauge(
                "apitoken_access_revision",
                "The highest revision of any access document",
                enforcements,
                Enforcements::highestRevision);
        gauge(
                "apitoken_access_fullest_secret_ratio",
                "How full the fullest access Secret is, of the 1 MiB a Secret may have",
                enforcements,
                Enforcements::fullest);
        for (var state : Enforcement.State.values()) {
            Gauge.builder("apitoken_access_policies", enforcements, all -> all.count(state))
                    .description("AccessPolicies by how far the cluster has followed them")
                    .tag("state", state.label())
                    .register(registry);
        }
    }

    void compiled(Duration took) {
        compile.record(took);
    }

    void lag(Duration sinceNoticed) {
        lag.record(sinceNoticed.isNegative() ? Duration.ZERO : sinceNoticed);
    }

    void count(Result result) {
        count(result, 1);
    }

    private void count(Result result, int times) {
        registry.counter("apitoken_access_writes", "result", result.label()).increment(times);
    }

    private void gauge(String name, String help, Enforcements all, ToDoubleFunction<Enforcements> value) {
        Gauge.builder(name, all, value).description(help).register(registry);
    }

    private Timer timer(String name, String help, Duration shortest) {
        return Timer.builder(name)
                .description(help)
                .publishPercentileHistogram()
                .minimumExpectedValue(shortest)
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry);
    }
}
