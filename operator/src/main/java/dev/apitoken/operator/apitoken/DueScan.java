package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Triggers;
import dev.apitoken.operator.kubernetes.Watch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks over all ApiTokens every so often, so that a lost timer does not lose a renewal (rule F11). */
public final class DueScan implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DueScan.class);

    private final Watch<ApiToken> tokens;
    private final WakeUps wakeUps;
    private final Triggers<ApiToken> triggers;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("due-scan").daemon().factory());

    DueScan(Watch<ApiToken> tokens, WakeUps wakeUps, Triggers<ApiToken> triggers, InstantSource clock) {
        this.tokens = tokens;
        this.wakeUps = wakeUps;
        this.triggers = triggers;
        this.clock = clock;
        tokens.onChange(this::forgetIfGone);
    }

    public void start(Duration period) {
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
            tokens.all().stream()
                    .filter(token -> wakeUps.isDue(
                            ObjectName.of(token), token.getMetadata().getUid(), now))
                    .map(ObjectName::of)
                    .forEach(triggers::reconcile);
        } catch (RuntimeException e) {
            LOG.warn("The due-scan failed and runs again: {}", e.getClass().getName());
        }
    }

    private void forgetIfGone(ApiToken token) {
        var name = ObjectName.of(token);
        if (tokens.get(name).isEmpty()) {
            wakeUps.forget(name);
        }
    }
}
