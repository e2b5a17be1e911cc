package dev.apitoken.validator.http;

import dev.apitoken.validator.index.AppliedRevision;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * How long after the operator compiled a revision it was in force here, for every one but the first: that one may have
 * been there for days. Compared are the clocks of two machines; what lies before their difference counts as nothing.
 */
public final class AccessLag implements Consumer<AppliedRevision> {
    private final AtomicBoolean started = new AtomicBoolean();
    private final Timer lag;

    public AccessLag(MeterRegistry registry) {
        this.lag = Timer.builder("apitoken.access.lag")
                .description("From the compile of a revision to judging by it")
                .serviceLevelObjectives(
                        Duration.ofMillis(20),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(2))
                .register(registry);
    }

    @Override
    public void accept(AppliedRevision applied) {
        if (started.getAndSet(true)) {
            Duration took = Duration.between(applied.compiledAt(), applied.appliedAt());
            lag.record(took.isNegative() ? Duration.ZERO : took);
        }
    }
}
