package dev.apitoken.operator;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.crds.ApiAccount;
import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ClusterTokenIssuer;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.crds.ValidatorReport;
import dev.apitoken.operator.access.AccessWatches;
import dev.apitoken.operator.account.Accounts;
import dev.apitoken.operator.apitoken.ApiTokenUids;
import dev.apitoken.operator.apitoken.TokenSecretOwners;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.operator.report.Reports;
import dev.apitoken.token.secret.KeyRingSecret;
import dev.apitoken.token.secret.PublishedKeysSecret;
import dev.apitoken.token.secret.TokenSecret;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What the operator keeps in view. Secrets only by our own label or type: no other Secret is ever cached (rule O3). */
record Watches(
        Watch<ApiToken> apiTokens,
        Watch<Secret> tokenSecrets,
        Watch<TokenIssuer> issuers,
        Watch<ClusterTokenIssuer> clusterIssuers,
        Watch<Namespace> namespaces,
        Watch<Secret> signingKeys,
        Watch<Secret> publishedKeys,
        Watch<ApiAccount> apiAccounts,
        Watch<ValidatorReport> reports,
        AccessWatches access)
        implements AutoCloseable {
    private static final Duration FIRST_LOOK = Duration.ofMinutes(2);

    static Watches of(OperatorConfig config, KubernetesClient client) {
        boolean everywhere = config.watchesAllNamespaces();
        return new Watches(
                Watch.keyedBy(Watches::keysOf, in(config, client.resources(ApiToken.class))),
                Watch.keyedBy(
                        secret -> TokenSecretOwners.of(secret).stream()
                                .map(ObjectName::toString)
                                .toList(),
                        in(config, client.secrets()).stream()
                                .map(secrets -> secrets.withLabel(TokenSecret.LABEL))
                                .toList()),
                Watch.of(in(config, client.resources(TokenIssuer.class))),
                Watch.of(everywhere ? List.of(client.resources(ClusterTokenIssuer.class)) : List.of()),
                Watch.of(everywhere ? List.of(client.namespaces()) : List.of()),
                ofType(KeyRingSecret.TYPE, config, client),
                ofType(PublishedKeysSecret.TYPE, config, client),
                Accounts.watch(in(config, client.resources(ApiAccount.class))),
                Watch.slimmedBy(Reports::slimmed, in(config, client.resources(ValidatorReport.class))),
                access(config, client));
    }

    private static List<String> keysOf(ApiToken token) {
        return Stream.concat(Reports.idsOf(token).stream(), Stream.of(ApiTokenUids.keyOf(token)))
                .toList();
    }

    /** By type, not by label: a type cannot be taken away. */
    private static Watch<Secret> ofType(String type, OperatorConfig config, KubernetesClient client) {
        return Watch.of(List.of(client.secrets().inNamespace(config.namespace()).withField("type", type)));
    }

    private static AccessWatches access(OperatorConfig config, KubernetesClient client) {
        return new AccessWatches(
                Watch.of(in(config, client.resources(AccessPolicy.class))),
                Watch.keyedBy(AccessWatches::key, labelled(config, client.secrets())),
                Watch.of(labelled(config, client.rbac().roles())),
                Watch.of(labelled(config, client.rbac().roleBindings())));
    }

    private static <T extends HasMetadata> List<FilterWatchListDeletable<T, ?, ?>> labelled(
            OperatorConfig config, MixedOperation<T, ?, ?> kind) {
        return in(config, kind).stream()
                .<FilterWatchListDeletable<T, ?, ?>>map(all -> all.withLabel(AccessWatches.LABEL))
                .toList();
    }

    /** Returns once every cache is complete. */
    void start() {
        all().forEach(watch -> watch.start(FIRST_LOOK));
    }

    boolean areRunning() {
        return all().allMatch(Watch::isRunning);
    }

    boolean areSynced() {
        return all().allMatch(Watch::hasSynced);
    }

    boolean areWatching() {
        return all().allMatch(Watch::isWatching);
    }

    @Override
    public void close() {
        all().forEach(Watch::close);
    }

    private Stream<Watch<?>> all() {
        return Stream.concat(
                Stream.of(
                        apiTokens,
                        tokenSecrets,
                        issuers,
                        clusterIssuers,
                        namespaces,
                        signingKeys,
                        publishedKeys,
                        apiAccounts,
                        reports),
                access.all());
    }

    private static <T extends HasMetadata> List<FilterWatchListDeletable<T, ?, ?>> in(
            OperatorConfig config, MixedOperation<T, ?, ?> kind) {
        return config.watchesAllNamespaces()
                ? List.of(kind.inAnyNamespace())
                : config.watchNamespaces().stream()
                        .<FilterWatchListDeletable<T, ?, ?>>map(kind::inNamespace)
                        .toList();
    }
}
