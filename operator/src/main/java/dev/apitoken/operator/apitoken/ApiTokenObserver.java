package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.issuer.Issuers;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.token.Claims;
import dev.apitoken.token.secret.StoredToken;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/** Looks: first at the caches, and at the API server itself before anything is written (rule B3). */
final class ApiTokenObserver {
    private final KubernetesClient client;
    private final ApiTokenUids uids;
    private final Inheritance inheritance;
    private final Watch<Secret> secrets;
    private final Issuers issuers;
    private final NamespaceQuota quota;
    private final StoredTokens storedTokens;

    ApiTokenObserver(
            KubernetesClient client, ApiTokenUids uids, Watch<Secret> secrets, Issuers issuers, NamespaceQuota quota) {
        this.client = client;
        this.uids = uids;
        this.inheritance = new Inheritance(uids::isDeleted);
        this.secrets = secrets;
        this.issuers = issuers;
        this.quota = quota;
        this.storedTokens = new StoredTokens(secrets);
    }

    /** As the caches show it. A Secret without our label is not among them. */
    Observed cached(ApiToken token) {
        return observed(token, secrets.get(secretObject(token)), cachedSecretsOf(token));
    }

    /** As the API server says it is now; empty when the ApiToken is gone, being deleted, or another one by that name. */
    Optional<Observed> live(ApiToken seen) {
        return Optional.ofNullable(client.resource(seen).get())
                .filter(token ->
                        token.getMetadata().getUid().equals(seen.getMetadata().getUid()))
                .filter(token -> token.getMetadata().getDeletionTimestamp() == null)
                .map(token -> observed(
                        token,
                        live(secretObject(token)),
                        cachedSecretsOf(token).stream()
                                .map(ObjectName::of)
                                .filter(name -> !name.equals(secretObject(token)))
                                .flatMap(name -> live(name).stream())
                                .toList()));
    }

    private Observed observed(ApiToken token, Optional<Secret> named, List<Secret> others) {
        var wish = wish(token);
        var holding = Holding.of(token, named, others);
        return Observed.of(token, wish, holding, () -> stored(token, wish, holding));
    }

    /** What it asks for, judged by the caches alone. */
    Wish wish(ApiToken token) {
        var issuer = issuers.resolve(
                token.getMetadata().getNamespace(), token.getSpec().issuerRef());
        var wish = DesiredTokens.parse(token, issuer);
        return wish instanceof Wish.Granted granted ? granted.judged(quota.brokenBy(token, granted.issuer())) : wish;
    }

    private Optional<StoredToken> stored(ApiToken token, Wish wish, Holding holding) {
        return wish instanceof Wish.Granted granted
                ? holding.bearer().flatMap(secret -> stored(token, granted, secret))
                : Optional.empty();
    }

    private Optional<StoredToken> stored(ApiToken token, Wish.Granted wish, Secret secret) {
        var stored = storedTokens.read(
                secret, wish.form().items(), wish.issuer().keys().known(), Observed.lastRevision(token));
        if (!(stored instanceof StoredToken.Intact(var signed, var record))) {
            return Optional.of(stored);
        }
        if (isCopy(token, signed.claims())) {
            return Optional.of(new StoredToken.Damaged(Math.max(Observed.lastRevision(token), record.revision())));
        }
        return inheritance.isOver(token, secret, signed.claims()) ? Optional.empty() : Optional.of(stored);
    }

    /** One token, one ApiToken that speaks for it: the one that holds a copy gets a token of its own. */
    private boolean isCopy(ApiToken holder, Claims claims) {
        return !claims.clientId().equals(holder.getMetadata().getUid()) && uids.isPresent(claims.clientId());
    }

    private List<Secret> cachedSecretsOf(ApiToken token) {
        return secrets.underKey(ObjectName.of(token).toString());
    }

    private Optional<Secret> live(ObjectName name) {
        return Optional.ofNullable(client.secrets()
                .inNamespace(name.namespace())
                .withName(name.name())
                .get());
    }

    private static ObjectName secretObject(ApiToken token) {
        return new ObjectName(token.getMetadata().getNamespace(), Holding.secretName(token));
    }
}
