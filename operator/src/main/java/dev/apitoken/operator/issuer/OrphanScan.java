package dev.apitoken.operator.issuer;

import dev.apitoken.operator.kubernetes.Watch;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after the keys of deleted issuers every so often: nothing else would, for there is no object to reconcile. */
public final class OrphanScan implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanScan.class);

    private final OrphanedKeys keys;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("orphan-scan").daemon().factory());

    private OrphanScan(OrphanedKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** @param inReach whether this operator looks after an issuer, should it exist */
    public static OrphanScan of(
            KubernetesClient client,
            Watch<Secret> signingKeys,
            Watch<Secret> publishedKeys,
            Issuers issuers,
            Predicate<IssuerId> inReach,
            InstantSource clock) {
        return new OrphanScan(new OrphanedKeys(client, signingKeys, publishedKeys, issuers, inReach), clock);
    }

    /** @param mayWrite whether this operator is the one that acts */
    public void start(Duration period, BooleanSupplier mayWrite) {
        timer.scheduleWithFixedDelay(() -> scan(mayWrite), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Never throws: a timer task that does is never run again. */
    private void scan(BooleanSupplier mayWrite) {
        try {
            if (mayWrite.getAsBoolean()) {
                keys.tend(clock.instant());
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "The scan for orphaned keys failed and runs again: {}",
                    e.getClass().getName());
        }
    }
}
