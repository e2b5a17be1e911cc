package dev.apitoken.operator.issuer;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Has an issuer count its tokens anew soon after what it counts has changed. Many changes are one count; what it misses is
 * found by the count that each issuer makes anyway every so often.
 */
public final class Recounts implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Consumer<IssuerId> recount;
    private final Set<IssuerId> due = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isComing = new AtomicBoolean();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("recounts").daemon().factory());

    /**
     * @param apiTokens not started yet
     * @param recount must not block
     */
    public Recounts(Watch<ApiToken> apiTokens, Consumer<IssuerId> recount) {
        this.recount = recount;
        apiTokens.onArrival(token -> changed(apiTokens.get(ObjectName.of(token)), token));
        apiTokens.onChange(token -> {
            if (apiTokens.get(ObjectName.of(token)).isEmpty()) {
                IssuedTokens.counted(token).ifPresent(counted -> soon(counted.issuer()));
            }
        });
    }

    /** Called before the cache shows what came. */
    private void changed(Optional<ApiToken> before, ApiToken now) {
        var was = before.flatMap(IssuedTokens::counted);
        var is = IssuedTokens.counted(now);
        if (!was.equals(is)) {
            List.of(was, is).forEach(counted -> counted.ifPresent(token -> soon(token.issuer())));
        }
    }

    private void soon(IssuerId issuer) {
        due.add(issuer);
        if (!timer.isShutdown() && isComing.compareAndSet(false, true)) {
            timer.schedule(this::all, SOON.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void all() {
        isComing.set(false);
        due.forEach(issuer -> {
            due.remove(issuer);
            recount.accept(issuer);
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
