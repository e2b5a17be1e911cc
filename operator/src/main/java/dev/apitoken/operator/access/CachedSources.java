package dev.apitoken.operator.access;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.account.Accounts;
import dev.apitoken.operator.apitoken.Tokens;
import dev.apitoken.operator.issuer.IssuerView;
import dev.apitoken.operator.issuer.Issuers;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.token.secret.AccessHead;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.UnreadableAccessException;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The operator's caches, as {@link AccessSources} asks for them. */
record CachedSources(
        AccessWatches watches,
        Watch<ApiToken> apiTokens,
        Tokens tokens,
        Accounts accounts,
        Issuers issuers,
        Watch<Namespace> namespaces) {
    AccessSources sources() {
        return new AccessSources(
                this::policy,
                this::token,
                accounts::counting,
                id -> issuers.get(id).map(CachedSources::compilable),
                this::labelsOf,
                this::enforced,
                this::all);
    }

    /**
     * Tells of everything that may change a document, except for what was written for it.
     *
     * @param listener of what changed itself
     * @param around of tokens around which something changed: there may be very many of them at once
     */
    void onChange(Consumer<Change> listener, Consumer<Change> around) {
        watches.policies().onChange(policy -> listener.accept(new Change.Policy(ObjectName.of(policy))));
        tokens.onChange(name -> listener.accept(new Change.Token(name)), name -> around.accept(new Change.Token(name)));
        accounts.onChange(holder -> listener.accept(new Change.Account(holder)));
        issuers.onChange(id -> listener.accept(new Change.Issuer(id)));
        namespaces.onChange(namespace ->
                listener.accept(new Change.Namespace(namespace.getMetadata().getName())));
    }

    private List<Change> all() {
        return Stream.<Stream<? extends Change>>of(
                        namespaces.all().stream()
                                .map(namespace -> new Change.Namespace(
                                        namespace.getMetadata().getName())),
                        issuers.all().stream().map(issuer -> new Change.Issuer(issuer.id())),
                        accounts.holders().stream().map(Change.Account::new),
                        apiTokens.all().stream().map(token -> new Change.Token(ObjectName.of(token))),
                        watches.policies().all().stream().map(policy -> new Change.Policy(ObjectName.of(policy))))
                .<Change>flatMap(changes -> changes)
                .toList();
    }

    /** While a policy is being deleted its Secrets may go first; they are not made again. */
    private Optional<ParsedPolicy> policy(ObjectName name) {
        return watches.policies()
                .get(name)
                .filter(policy -> policy.getMetadata().getDeletionTimestamp() == null)
                .map(ParsedPolicy::of);
    }

    private Optional<CompilableToken> token(ObjectName name) {
        return tokens.get(name).map(CompilableTokens::of);
    }

    private Optional<Map<String, String>> labelsOf(String namespace) {
        return namespaces
                .get(new ObjectName("", namespace))
                .map(found -> Objects.requireNonNullElse(found.getMetadata().getLabels(), Map.of()));
    }

    private Optional<PolicySettings> enforced(ObjectName name) {
        return watches.policies().get(name).flatMap(policy -> enforced(name, policy));
    }

    private Optional<PolicySettings> enforced(ObjectName name, AccessPolicy policy) {
        var owner = new Ownership(name.name(), policy.getMetadata().getUid());
        return watches.secrets()
                .get(new ObjectName(name.namespace(), AccessSecret.headName(name.name())))
                .filter(secret -> SecretPlan.isOurs(owner, secret))
                .flatMap(secret -> {
                    try {
                        return Optional.of(AccessSecret.readHead(SecretObject.content(secret)));
                    } catch (UnreadableAccessException e) {
                        return Optional.empty();
                    }
                })
                .map(AccessHead::policy);
    }

    private static CompilableIssuer compilable(IssuerView issuer) {
        return new CompilableIssuer(
                issuer.id(),
                issuer.issuer(),
                issuer.publishedKeys(),
                issuer.requiresAccount(),
                issuer.policyNamespaces());
    }
}
