package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.IssuerStatus;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.issuer.Issuers;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Every ApiToken with what it asks for and what it has, always as the caches show it now. */
public final class Tokens {
    private final Watch<ApiToken> apiTokens;
    private final Watch<Secret> secrets;
    private final Watch<Namespace> namespaces;
    private final Issuers issuers;
    private final NamespaceQuota quota;
    private final ApiTokenUids uids;
    private final ApiTokenObserver observer;

    /** @param apiTokens findable by {@link ApiTokenUids#keyOf} */
    public Tokens(
            KubernetesClient client,
            Watch<ApiToken> apiTokens,
            Watch<Secret> secrets,
            Watch<Namespace> namespaces,
            Issuers issuers) {
        this.apiTokens = apiTokens;
        this.secrets = secrets;
        this.namespaces = namespaces;
        this.issuers = issuers;
        this.quota = new NamespaceQuota(apiTokens, issuers);
        this.uids = new ApiTokenUids(apiTokens);
        this.observer = new ApiTokenObserver(client, uids, secrets, issuers, quota);
    }

    public Optional<TokenView> get(ObjectName name) {
        return apiTokens.get(name).map(this::view);
    }

    public List<TokenView> all() {
        return apiTokens.all().stream().map(this::view).toList();
    }

    public List<TokenView> inNamespace(String namespace) {
        return apiTokens.inNamespace(namespace).stream().map(this::view).toList();
    }

    /**
     * Called with every ApiToken that may look different now: itself, its Secret, its issuer, the keys or the labels of
     * its namespace changed, or another one made room for it. The caches show the change by then. The listener must not block.
     */
    public void onChange(Consumer<ObjectName> listener) {
        onChange(listener, listener);
    }

    /**
     * The same, told apart.
     *
     * @param listener of ApiTokens that changed themselves, or their Secrets
     * @param around of those around which something changed: there may be very many of them at once
     */
    public void onChange(Consumer<ObjectName> listener, Consumer<ObjectName> around) {
        apiTokens.onChange(token -> listener.accept(ObjectName.of(token)));
        quota.onMoved(listener);
        secrets.onChange(secret -> TokenSecretOwners.of(secret).forEach(listener));
        issuers.onChange(issuer -> within(issuer).forEach(token -> around.accept(ObjectName.of(token))));
        namespaces.onChange(namespace -> apiTokens
                .inNamespace(namespace.getMetadata().getName())
                .forEach(token -> around.accept(ObjectName.of(token))));
    }

    /** Of one issuer: what its limits would refuse, in order of namespace and name; nothing while they are enforced. */
    public List<IssuerStatus.Refusal> wouldBeRefused(IssuerId issuer) {
        return within(issuer).stream()
                .filter(token -> token.getMetadata().getDeletionTimestamp() == null)
                .filter(token -> issuers.referenced(
                                token.getMetadata().getNamespace(),
                                token.getSpec().issuerRef())
                        .equals(issuer))
                .flatMap(token -> tolerated(token).stream())
                .sorted(Comparator.comparing(IssuerStatus.Refusal::namespace).thenComparing(IssuerStatus.Refusal::name))
                .toList();
    }

    private Optional<IssuerStatus.Refusal> tolerated(ApiToken token) {
        return observer.wish(token) instanceof Wish.Granted granted
                ? granted.tolerated()
                        .map(breach -> new IssuerStatus.Refusal(
                                token.getMetadata().getNamespace(),
                                token.getMetadata().getName(),
                                breach.limit()))
                : Optional.empty();
    }

    ApiTokenObserver observer() {
        return observer;
    }

    ApiTokenUids uids() {
        return uids;
    }

    private List<ApiToken> within(IssuerId issuer) {
        return issuer.isClusterWide() ? apiTokens.all() : apiTokens.inNamespace(issuer.namespace());
    }

    private TokenView view(ApiToken token) {
        var observed = observer.cached(token);
        return new TokenView(token, observed.wish(), observed.token());
    }
}
