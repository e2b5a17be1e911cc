package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Triggers;
import dev.apitoken.operator.kubernetes.Watch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks over all ApiTokens every so often, so that a lost timer does not lose a renewal (rule F11), and over the Secrets
 * that outlived theirs.
 */
public final class DueScan implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DueScan.class);

    private final Watch<ApiToken> tokens;
    private final WakeUps wakeUps;
    private final Triggers<ApiToken> triggers;
    private final RetainedSecrets retained;
    private final Predicate<ObjectName> waits;
    private final Consumer<ApiToken> gone;
    private volatile BooleanSupplier mayWrite = () -> false;
    private final InstantSource clock;
    private Instant lastScan = Instant.MIN;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("due-scan").daemon().factory());

    /**
     * @param waits whether somebody else is sure to have it looked at: ten thousand that wait for their turns are not
     *     asked all at once, again and again, what they wait for
     * @param gone is told of each ApiToken that is not there any more
     */
    DueScan(
            Watch<ApiToken> tokens,
            WakeUps wakeUps,
            Triggers<ApiToken> triggers,
            RetainedSecrets retained,
            Predicate<ObjectName> waits,
            Consumer<ApiToken> gone,
            InstantSource clock) {
        this.tokens = tokens;
        this.wakeUps = wakeUps;
        this.triggers = triggers;
        this.retained = retained;
        this.waits = waits;
        this.gone = gone;
        this.clock = clock;
        tokens.onChange(this::forgetIfGone);
    }

    /** @param mayWrite whether this operator is the one that acts */
    public void start(Duration period, BooleanSupplier mayWrite) {
        this.mayWrite = mayWrite;
        timer.scheduleWithFixedDelay(this::scan, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Never throws: a timer task that does is never run again. */
    private void scan() {
        try {
            var now = clock.instant();
            if (now.isBefore(lastScan)) {
                // What was put off until an instant of a clock that ran ahead would wait for it once more.
                wakeUps.forgetAll();
            }
            lastScan = now;
            tokens.all().stream()
                    .filter(token -> wakeUps.isDue(
                            ObjectName.of(token), token.getMetadata().getUid(), now))
                    .map(ObjectName::of)
                    .filter(waits.negate())
                    .forEach(triggers::reconcile);
            if (mayWrite.getAsBoolean()) {
                retained.markEnded(now);
            }
        } catch (RuntimeException e) {
            LOG.warn("The due-scan failed and runs again: {}", e.getClass().getName());
        }
    }

    private void scanSoon() {
        if (!timer.isShutdown()) {
            timer.execute(this::scan);
        }
    }

    private void forgetIfGone(ApiToken token) {
        var name = ObjectName.of(token);
        if (tokens.get(name).isEmpty()) {
            wakeUps.forget(name);
            gone.accept(token);
            scanSoon();
        }
    }
}
