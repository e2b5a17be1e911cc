package dev.apitoken.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who of several operators acts. Whoever loses the lease ends at once, for it would neither stop nor stand again; whoever
 * is stopped hands the lease over, so that the next one need not wait for it to run out.
 */
final class Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
    private static final Duration LEASE_DURATION = Duration.ofSeconds(15);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);

    /** The client waits up to 2.2 times as long: with this one a lease that is handed over is taken within 2 s (rule F9). */
    private static final Duration RETRY_PERIOD = Duration.ofMillis(750);

    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final String identity = "apitoken-operator-" + UUID.randomUUID();
    private volatile boolean stopping;
    private volatile boolean leading;
    private volatile Runnable whenLeading = () -> {};

    Leadership(KubernetesClient client, String namespace, String name) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
    }

    LeaderElectionConfiguration election() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(name)
                .withLeaseNamespace(namespace)
                .withIdentity(identity)
                .withLeaseDuration(LEASE_DURATION)
                .withRenewDeadline(RENEW_DEADLINE)
                .withRetryPeriod(RETRY_PERIOD)
                .withLeaderCallbacks(new LeaderCallbacks(this::begun, this::stopped, leader -> {}))
                .withExitOnStopLeading(false)
                .build();
    }

    /** @param work that only a leader may do; to be set before the operator starts, and quick */
    void whenLeading(Runnable work) {
        whenLeading = work;
    }

    boolean isLeading() {
        return leading;
    }

    /** Whoever was paused may learn of its end later than of what its successor did. */
    boolean isConfirmed() {
        var lease = client.leases().inNamespace(namespace).withName(name).get();
        return lease != null && identity.equals(lease.getSpec().getHolderIdentity());
    }

    /** From here on the end of our leadership is no accident. */
    void aboutToStop() {
        stopping = true;
    }

    /** To be called when no reconcile runs any more. */
    void release() {
        var leases = client.leases().inNamespace(namespace);
        try {
            var lease = leases.withName(name).get();
            if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
                lease.getSpec().setHolderIdentity("");
                leases.resource(lease).update();
            }
        } catch (KubernetesClientException e) {
            LOG.warn("The lease was not handed over (HTTP {}): the next operator waits until it runs out", e.getCode());
        }
    }

    private void begun() {
        leading = true;
        LOG.info("leading");
        whenLeading.run();
    }

    private void stopped() {
        leading = false;
        if (!stopping) {
            LOG.error("Lost the lease: ending, so that nothing is done beside the new leader");
            Runtime.getRuntime().halt(1);
        }
    }
}
