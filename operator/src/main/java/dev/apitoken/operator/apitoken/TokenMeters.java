package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiTokenStatus;
import dev.apitoken.crds.ReadyReason;
import dev.apitoken.operator.kubernetes.ClockWatch;
import dev.apitoken.token.rotation.RotationReason;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Counts what happens to tokens. Labels come from closed sets only (rule N4); names: docs/reference/operator-metrics.md. */
final class TokenMeters {
    /** Spelled as in the metric. */
    private enum MintResult {
        Issued,
        /** A clock that is wrong, or too many before it. */
        HeldUp,
        /** The key did not sign, or the API server did not take the Secret; a conflict too. */
        Failed
    }

    private final MeterRegistry registry;
    private final DistributionSummary lateness;

    /**
     * @param waiting how many wait for their turn to get a new token
     * @param apiServerClock how far it is from ours
     */
    TokenMeters(MeterRegistry registry, Supplier<Number> waiting, ClockWatch apiServerClock) {
        Gauge.builder("apitoken_mints_waiting", waiting)
                .description("ApiTokens that wait for their turn to get a new token")
                .register(registry);
        Gauge.builder("apitoken_clock_skew_seconds", apiServerClock, TokenMeters::seconds)
                .description("The operator's clock minus the API server's")
                .register(registry);
        this.registry = registry;
        this.lateness = DistributionSummary.builder("apitoken_renewal_lateness_seconds")
                .description("How long after its time a token was renewed")
                .publishPercentileHistogram()
                .minimumExpectedValue(0.1)
                .maximumExpectedValue((double) Duration.ofHours(1).toSeconds())
                .register(registry);
        for (var reason : RotationReason.values()) {
            mints(reason, MintResult.Issued, 0);
        }
        conflicts(0);
    }

    /** @param before the status before this outcome */
    void count(Outcome outcome, ApiTokenStatus before, Instant now) {
        switch (outcome) {
            case Outcome.Settled settled -> settled.rotated().ifPresent(reason -> rotated(reason, before, now));
            case Outcome.Postponed postponed -> failures(postponed.reason().name());
            case Outcome.Contested _ -> failures(ReadyReason.SecretConflict.name());
            case Outcome.Blocked blocked -> failures(blocked.reason().name());
        }
    }

    private void rotated(RotationReason reason, ApiTokenStatus before, Instant now) {
        var due = before.renewalTime();
        if (reason == RotationReason.Renewal && due != null) {
            lateness.record(
                    Math.max(0, Duration.between(Instant.parse(due), now).toMillis() / 1000.0));
        }
    }

    /** Counts what comes of a try to issue a token, also if it throws. */
    Outcome mint(Step.Mint mint, Supplier<Outcome> work) {
        var result = MintResult.Failed;
        try {
            var outcome = work.get();
            result = result(outcome);
            return outcome;
        } finally {
            mints(mint.issue().reason(), result, 1);
        }
    }

    void conflict() {
        conflicts(1);
    }

    private static MintResult result(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Settled _ -> MintResult.Issued;
            case Outcome.Postponed postponed when postponed.reason() == ReadyReason.SigningFailed -> MintResult.Failed;
            case Outcome.Postponed _, Outcome.Contested _ -> MintResult.HeldUp;
            case Outcome.Blocked _ -> MintResult.Failed;
        };
    }

    private void mints(RotationReason reason, MintResult result, int count) {
        registry.counter("apitoken_mints", "reason", reason.name(), "result", result.name())
                .increment(count);
    }

    private void conflicts(int count) {
        registry.counter("apitoken_conflicts").increment(count);
    }

    private static double seconds(ClockWatch apiServerClock) {
        return apiServerClock.skew().map(skew -> skew.toMillis() / 1000.0).orElse(Double.NaN);
    }

    private void failures(String reason) {
        registry.counter("apitoken_reconcile_problems", "reason", reason).increment();
    }
}
