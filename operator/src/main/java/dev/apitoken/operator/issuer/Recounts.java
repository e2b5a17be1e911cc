package dev.apitoken.operator.issuer;

import dev.apitoken.operator.kubernetes.Watch;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Has every issuer count its tokens anew soon after token Secrets came, changed or went. Many changes are one count; what
 * it misses is found by the count that each issuer makes anyway every so often.
 */
public final class Recounts implements AutoCloseable {
    /** What is counted are the statuses of ApiTokens, which follow their Secrets. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Issuers issuers;
    private final Consumer<IssuerId> recount;
    private final AtomicBoolean isComing = new AtomicBoolean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("recounts").daemon().factory());

    /** @param recount must not block */
    public Recounts(Watch<Secret> tokenSecrets, Issuers issuers, Consumer<IssuerId> recount) {
        this.issuers = issuers;
        this.recount = recount;
        tokenSecrets.onChange(secret -> soon());
    }

    private void soon() {
        if (!timer.isShutdown() && isComing.compareAndSet(false, true)) {
            timer.schedule(this::all, SOON.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void all() {
        isComing.set(false);
        issuers.all().forEach(issuer -> recount.accept(issuer.id()));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
