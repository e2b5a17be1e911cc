package dev.apitoken.operator.access;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ReadyReason;
import dev.apitoken.operator.account.Accounts;
import dev.apitoken.operator.apitoken.TokenView;
import dev.apitoken.operator.apitoken.Tokens;
import dev.apitoken.operator.apitoken.Wish;
import dev.apitoken.operator.issuer.IssuerView;
import dev.apitoken.operator.issuer.Issuers;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.token.access.SourceFilter;
import dev.apitoken.token.rotation.ObservedToken;
import dev.apitoken.token.secret.AccessHead;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.UnreadableAccessException;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
                name -> tokens.get(name)
                        .filter(token -> !token.isBeingDeleted())
                        .map(CachedSources::compilable),
                accounts::counting,
                id -> issuers.get(id).map(CachedSources::compilable),
                this::labelsOf,
                this::enforced,
                this::all);
    }

    /** Tells of everything that may change a document, except for what was written for it. */
    void onChange(Consumer<Change> listener) {
        watches.policies().onChange(policy -> listener.accept(new Change.Policy(ObjectName.of(policy))));
        tokens.onChange(name -> listener.accept(new Change.Token(name)));
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

    private static CompilableToken compilable(TokenView token) {
        return switch (token.wish()) {
            case Wish.Refused(ReadyReason reason, String message) -> unlistable(token, reasonOf(reason));
            case Wish.Granted granted ->
                token.token()
                        .map(observed -> issued(token, granted, observed))
                        .orElseGet(() -> unlistable(token, NotListedReason.NotIssued));
        };
    }

    /** A filter that nobody can read admits nobody (rule K2). */
    private static CompilableToken issued(TokenView token, Wish.Granted granted, ObservedToken observed) {
        var spec = token.resource().getSpec();
        try {
            return new CompilableToken.Issued(
                    token.name().namespace(),
                    token.name().name(),
                    granted.issuer().id(),
                    granted.desired(),
                    observed,
                    Optional.ofNullable(spec.roles()).map(Set::copyOf),
                    Optional.ofNullable(spec.allowedSources()).map(SourceFilter::parse));
        } catch (IllegalArgumentException e) {
            return unlistable(token, NotListedReason.InvalidSpec);
        }
    }

    private static CompilableToken unlistable(TokenView token, NotListedReason reason) {
        var name = token.name();
        var audiences = token.wish() instanceof Wish.Granted granted
                ? granted.desired().audiences()
                : Set.copyOf(
                        Objects.requireNonNullElse(token.resource().getSpec().audiences(), List.of(name.namespace())));
        return new CompilableToken.Unlistable(name.namespace(), name.name(), audiences, reason);
    }

    private static NotListedReason reasonOf(ReadyReason reason) {
        return switch (reason) {
            case IssuerNotFound -> NotListedReason.IssuerNotFound;
            case IssuerNotReady -> NotListedReason.IssuerNotReady;
            case NotAllowed -> NotListedReason.NotAllowed;
            case SecretConflict -> NotListedReason.SecretConflict;
            case InvalidSpec -> NotListedReason.InvalidSpec;
            case AsRequested, Progressing, SigningFailed, RenewalFailed -> NotListedReason.NotIssued;
        };
    }
}
