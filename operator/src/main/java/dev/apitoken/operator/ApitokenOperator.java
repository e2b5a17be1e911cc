package dev.apitoken.operator;

import dev.apitoken.crds.ClusterTokenIssuer;
import dev.apitoken.crds.IssuerStatus;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.operator.access.AccessController;
import dev.apitoken.operator.access.DocumentKeys;
import dev.apitoken.operator.account.Accounts;
import dev.apitoken.operator.account.ApiAccountController;
import dev.apitoken.operator.apitoken.ApiTokenController;
import dev.apitoken.operator.apitoken.LimitDryRun;
import dev.apitoken.operator.apitoken.TokenGauges;
import dev.apitoken.operator.apitoken.Tokens;
import dev.apitoken.operator.issuer.ClusterTokenIssuerReconciler;
import dev.apitoken.operator.issuer.DefaultIssuer;
import dev.apitoken.operator.issuer.IssuedTokens;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.issuer.IssuerKeeper;
import dev.apitoken.operator.issuer.IssuerSources;
import dev.apitoken.operator.issuer.Issuers;
import dev.apitoken.operator.issuer.KeyGauges;
import dev.apitoken.operator.issuer.KeyRings;
import dev.apitoken.operator.issuer.KeyUses;
import dev.apitoken.operator.issuer.OrphanScan;
import dev.apitoken.operator.issuer.Recounts;
import dev.apitoken.operator.issuer.TokenIssuerReconciler;
import dev.apitoken.operator.kubernetes.ClockWatch;
import dev.apitoken.operator.kubernetes.Clocks;
import dev.apitoken.operator.kubernetes.ClusterUid;
import dev.apitoken.operator.kubernetes.EventRecorder;
import dev.apitoken.operator.kubernetes.MeaningfulChange;
import dev.apitoken.operator.kubernetes.Triggers;
import dev.apitoken.operator.report.ReportCollector;
import dev.apitoken.operator.report.ReportFold;
import dev.apitoken.operator.report.ReportGauges;
import dev.apitoken.operator.report.Reports;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The running operator: its parts, started in order and stopped in the reverse one. */
public final class ApitokenOperator implements AutoCloseable {
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private @Nullable ManagementServer management;
    private volatile boolean started;
    private volatile BooleanSupplier compiles = () -> true;

    private ApitokenOperator() {}

    /**
     * Returns once every cache is complete and, without leader election, reconciling has begun.
     *
     * @param apiServer whom to talk to
     */
    public static ApitokenOperator start(OperatorConfig config, Config apiServer, Clocks clocks) {
        var operator = new ApitokenOperator();
        try {
            var clockWatch = new ClockWatch(clocks);
            var client = operator.stopLater(ApiServer.connect(apiServer, clockWatch));
            operator.stopLater(clockWatch).start(client);
            operator.startParts(config, client, clockWatch, clocks.own());
            return operator;
        } catch (RuntimeException e) {
            operator.close();
            throw e;
        }
    }

    private void startParts(
            OperatorConfig config, KubernetesClient client, ClockWatch clockWatch, InstantSource clock) {
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var watches = Watches.of(config, client);
        var controllers = new Controllers(config, client);
        management = stopLater(ManagementServer.start(
                config.managementPort(),
                () -> !started || controllers.areRunning() && watches.areRunning() && compiles.getAsBoolean(),
                () -> started && watches.areSynced() && watches.areWatching(),
                metrics::scrape));

        String clusterUid = ClusterUid.read(client);
        var keyRings = new KeyRings(watches.signingKeys(), watches.publishedKeys(), config.namespace());
        var issuers =
                new Issuers(watches.issuers(), watches.clusterIssuers(), watches.namespaces(), keyRings, clusterUid);
        var tokens = new Tokens(client, watches.apiTokens(), watches.tokenSecrets(), watches.namespaces(), issuers);
        var events = new EventRecorder(client, clock, "apitoken-operator", metrics);
        var keeper = new IssuerKeeper(
                new IssuerSources(
                        keyRings,
                        new IssuedTokens(watches.apiTokens()),
                        new KeyUses(watches.tokenSecrets(), watches.apiTokens()),
                        new DocumentKeys(watches.access())::haveAll,
                        new LimitDryRun(issuers, tokens)::of,
                        clusterUid),
                client,
                config.namespace(),
                events,
                config.dueScan(),
                clock);
        var recounts = new Recounts(watches.apiTokens(), registerIssuers(controllers, keeper, issuers));
        metrics.getPrometheusRegistry().register(new KeyGauges(issuers, clock));
        var orphanScan = OrphanScan.of(
                client, watches.signingKeys(), watches.publishedKeys(), issuers, config::looksAfter, clock);

        var accounts = new Accounts(watches.apiAccounts());
        var reports = new Reports(watches.reports(), watches.apiTokens(), clock);
        metrics.getPrometheusRegistry().register(new ReportGauges(reports, clock));
        var apiTokens = ApiTokenController.of(
                client,
                watches.apiTokens(),
                watches.tokenSecrets(),
                tokens,
                accounts,
                reports,
                events,
                metrics,
                clockWatch,
                clock);
        controllers.register(apiTokens.reconciler(), apiTokens.worthALook());
        metrics.getPrometheusRegistry().register(new TokenGauges(watches.apiTokens()));
        stopLater(ProcessMeters.bind(metrics, watches, controllers::mayAct));

        var apiAccounts = ApiAccountController.of(accounts, watches.apiTokens(), clock);
        controllers.register(apiAccounts.reconciler(), apiAccounts.worthALook());
        var access = AccessController.of(
                client,
                watches.access(),
                watches.apiTokens(),
                tokens,
                accounts,
                issuers,
                watches.namespaces(),
                reports,
                events,
                metrics,
                config.dueScan(),
                controllers::isConfirmedToAct,
                clockWatch::notAhead);
        controllers.register(access.reconciler(), access.worthALook());
        compiles = access::isWorking;

        var fold = new ReportFold(
                reports,
                new ReportCollector(client, reports),
                new ReportFold.Listeners(access::reportsChanged, access::validatorAhead, apiTokens::reportsChanged),
                clock);

        stopLater(watches).start();
        reports.synced();
        stopLater(access);
        stopLater(controllers).start(access::start);
        stopLater(recounts);
        stopLater(apiTokens.turns());
        stopLater(apiTokens.dueScan()).start(config.dueScan(), controllers::mayAct);
        stopLater(orphanScan).start(config.dueScan(), controllers::mayAct);
        stopLater(fold).start(controllers::mayAct);
        if (config.defaultIssuer() && config.watchesAllNamespaces()) {
            DefaultIssuer.createIfAbsent(client);
        }
        started = true;
    }

    /** @return asks for a look at one of them */
    private static Consumer<IssuerId> registerIssuers(Controllers controllers, IssuerKeeper keeper, Issuers issuers) {
        var local = new Triggers<TokenIssuer>();
        var clusterWide = new Triggers<ClusterTokenIssuer>();
        Consumer<IssuerId> look = id -> (id.isClusterWide() ? clusterWide : local).reconcile(id.object());
        issuers.onKeysChange(look);
        controllers.register(
                new TokenIssuerReconciler(keeper, local), new MeaningfulChange<>(ApitokenOperator::unwritten));
        controllers.registerClusterWide(
                new ClusterTokenIssuerReconciler(keeper, clusterWide),
                new MeaningfulChange<>(ApitokenOperator::unwritten));
        return look;
    }

    private static boolean unwritten(CustomResource<?, IssuerStatus> issuer) {
        return issuer.getStatus().conditions().isEmpty();
    }

    /** Where it listens really, when the setting said any free port. */
    int managementPort() {
        return Objects.requireNonNull(management, "started").port();
    }

    private <C extends AutoCloseable> C stopLater(C part) {
        running.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                // The others still have to stop.
            }
        }
    }
}
