package dev.apitoken.operator;

import dev.apitoken.operator.kubernetes.ManagedFields;
import dev.apitoken.operator.kubernetes.SlimStore;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.Optional;

/** The reconcilers and what is the same for all of them: retries, threads, caches, leadership. */
final class Controllers implements AutoCloseable {
    private static final int THREADS = 16;
    private static final long PAGE = 500;
    private static final Duration LAST_RECONCILES = Duration.ofSeconds(10);

    private final OperatorConfig config;
    private final Optional<Leadership> leadership;
    private final Operator operator;

    Controllers(OperatorConfig config, KubernetesClient client) {
        this.config = config;
        this.leadership = config.leaderElection()
                ? Optional.of(new Leadership(client, config.namespace(), config.lease()))
                : Optional.empty();
        this.operator = new Operator(settings -> {
            settings.withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .checkingCRDAndValidateLocalModel(false)
                    .withConcurrentReconciliationThreads(THREADS)
                    .withReconciliationTerminationTimeout(LAST_RECONCILES);
            leadership.ifPresent(lease -> settings.withLeaderElectionConfiguration(lease.election()));
        });
    }

    /** For a kind that lives in namespaces. */
    <P extends HasMetadata> void register(Reconciler<P> reconciler, OnUpdateFilter<P> worthALook) {
        operator.register(reconciler, settings -> {
            common(settings, worthALook);
            if (config.watchesAllNamespaces()) {
                settings.watchingAllNamespaces().withItemStore(new SlimStore<>());
            } else {
                // No store of our own here: one would be shared by the informers of all namespaces, each of which
                // removes what it does not know.
                settings.settingNamespaces(config.watchNamespaces());
            }
        });
    }

    /** For a cluster-scoped kind, out of reach for an operator that is confined to namespaces. */
    <P extends HasMetadata> void registerClusterWide(Reconciler<P> reconciler, OnUpdateFilter<P> worthALook) {
        if (config.watchesAllNamespaces()) {
            operator.register(
                    reconciler, settings -> common(settings, worthALook).withItemStore(new SlimStore<>()));
        }
    }

    /** @param whenLeading is run once, as soon as this operator is the one that acts */
    void start(Runnable whenLeading) {
        leadership.ifPresent(lease -> lease.whenLeading(whenLeading));
        operator.start();
        if (leadership.isEmpty()) {
            whenLeading.run();
        }
    }

    /** Whether this operator is the one of several that acts. */
    boolean mayAct() {
        return leadership.map(Leadership::isLeading).orElse(true);
    }

    /** The same, asked of the API server. */
    boolean isConfirmedToAct() {
        return leadership.map(Leadership::isConfirmed).orElse(true);
    }

    /**
     * False once an informer has given up for good. One that has lost the API server and tries again still runs: a
     * restart would bring nothing back.
     */
    boolean areRunning() {
        return operator.getRuntimeInfo().isStarted()
                && operator.getRuntimeInfo().unhealthyInformerWrappingEventSourceHealthIndicator().values().stream()
                        .flatMap(sources -> sources.values().stream())
                        .allMatch(Controllers::isRunning);
    }

    private static boolean isRunning(InformerWrappingEventSourceHealthIndicator<?> source) {
        return source.informerHealthIndicators().values().stream().allMatch(InformerHealthIndicator::isRunning);
    }

    @Override
    public void close() {
        leadership.ifPresent(Leadership::aboutToStop);
        operator.stop();
        leadership.ifPresent(Leadership::release);
    }

    private static <P extends HasMetadata> ControllerConfigurationOverrider<P> common(
            ControllerConfigurationOverrider<P> settings, OnUpdateFilter<P> worthALook) {
        return settings.withGenerationAware(false)
                .withOnUpdateFilter(worthALook)
                .withFieldManager(ManagedFields.MANAGER)
                .withInformerListLimit(PAGE)
                .withRetry(untilItWorks());
    }

    /** The default gives up after five attempts; a token that has to be renewed cannot (rule F4). */
    private static GenericRetry untilItWorks() {
        return new GenericRetry()
                .withoutMaxAttempts()
                .setInitialInterval(500)
                .setIntervalMultiplier(2)
                .setMaxInterval(Duration.ofMinutes(1).toMillis());
    }
}
