package dev.apitoken.validator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.MovableClock;
import dev.apitoken.validator.decision.SampleDocument;
import dev.apitoken.validator.index.CurrentAccess;
import dev.apitoken.validator.index.SourceFailure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AccessGaugesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final MovableClock clock = MovableClock.at(NOW);
    private final CurrentAccess access = new CurrentAccess(clock);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    /** Whoever binds the meters keeps nothing of them. */
    private WeakReference<AccessGauges> bound() {
        var gauges = new AccessGauges(access, clock);
        gauges.bindTo(registry);
        return new WeakReference<>(gauges);
    }

    @Test
    void tell_the_state_at_the_moment_they_are_read() {
        bound();
        clock.advance(Duration.ofSeconds(4));
        assertThat(gauge("apitoken.access.age")).isEqualTo(4);
        assertThat(gauge("apitoken.access.revision")).isZero();

        access.publish(SampleDocument.revision(7), clock.instant());
        clock.advance(Duration.ofMillis(1500));

        assertThat(gauge("apitoken.access.age")).isEqualTo(1.5);
        assertThat(gauge("apitoken.access.revision")).isEqualTo(7);
    }

    @Test
    void go_on_when_the_collector_has_been() {
        WeakReference<AccessGauges> gauges = bound();
        access.failed(SourceFailure.Missing);
        clock.advance(Duration.ofSeconds(4));
        for (int i = 0; i < 20 && gauges.get() != null; i++) {
            System.gc();
        }
        access.failed(SourceFailure.Missing);

        assertThat(gauge("apitoken.access.age")).isEqualTo(4);
        assertThat(gauge("apitoken.access.tokens")).isZero();
        assertThat(registry.get("apitoken.access.failures")
                        .tag("reason", "Missing")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
    }
}
