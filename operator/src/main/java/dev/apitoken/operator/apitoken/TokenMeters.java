package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiTokenStatus;
import dev.apitoken.token.rotation.RotationReason;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;

/** Counts what happens to tokens. Labels come from closed sets only (rule N4); names: docs/reference/operator-metrics.md. */
final class TokenMeters {
    private final MeterRegistry registry;
    private final DistributionSummary lateness;

    TokenMeters(MeterRegistry registry) {
        this.registry = registry;
        this.lateness = DistributionSummary.builder("apitoken_renewal_lateness_seconds")
                .description("How long after its time a token was renewed")
                .publishPercentileHistogram()
                .minimumExpectedValue(0.1)
                .maximumExpectedValue((double) Duration.ofHours(1).toSeconds())
                .register(registry);
        for (var reason : RotationReason.values()) {
            rotations(reason.name(), 0);
        }
    }

    /** @param before the status before this outcome */
    void count(Outcome outcome, ApiTokenStatus before, Instant now) {
        switch (outcome) {
            case Outcome.Settled settled -> settled.rotated().ifPresent(reason -> rotated(reason, before, now));
            case Outcome.Postponed postponed -> failures(postponed.reason().name());
            case Outcome.Blocked blocked -> failures(blocked.reason().name());
        }
    }

    private void rotated(RotationReason reason, ApiTokenStatus before, Instant now) {
        rotations(reason.name(), 1);
        var due = before.renewalTime();
        if (reason == RotationReason.Renewal && due != null) {
            lateness.record(
                    Math.max(0, Duration.between(Instant.parse(due), now).toMillis() / 1000.0));
        }
    }

    private void rotations(String reason, int count) {
        registry.counter("apitoken_rotations", "reason", reason).increment(count);
    }

    private void failures(String reason) {
        registry.counter("apitoken_reconcile_problems", "reason", reason).increment();
    }
}
