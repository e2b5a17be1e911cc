package dev.apitoken.operator.issuer;

import dev.apitoken.crds.ClusterTokenIssuer;
import dev.apitoken.crds.ClusterTokenIssuerSpec;
import dev.apitoken.crds.IssuerRef;
import dev.apitoken.crds.IssuerSpec;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.operator.issuer.IssuerLookup.NotFound;
import dev.apitoken.operator.kubernetes.LabelRequirements;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.token.signing.PublishedKeys;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every issuer of both kinds, by name or by a token's reference, always as the caches show it now. */
public final class Issuers {
    private static final String DEFAULT = "default";

    private final Watch<TokenIssuer> local;
    private final Watch<ClusterTokenIssuer> clusterWide;
    private final Watch<Namespace> namespaces;
    private final KeyRings keyRings;
    private final String clusterUid;

    public Issuers(
            Watch<TokenIssuer> local,
            Watch<ClusterTokenIssuer> clusterWide,
            Watch<Namespace> namespaces,
            KeyRings keyRings,
            String clusterUid) {
        this.local = local;
        this.clusterWide = clusterWide;
        this.namespaces = namespaces;
        this.keyRings = keyRings;
        this.clusterUid = clusterUid;
    }

    public Optional<IssuerView> get(IssuerId id) {
        return switch (id.kind()) {
            case TokenIssuer -> local.get(id.object()).map(this::view);
            case ClusterTokenIssuer -> clusterWide.get(id.object()).map(this::view);
        };
    }

    boolean exists(IssuerId id) {
        return switch (id.kind()) {
            case TokenIssuer -> local.get(id.object()).isPresent();
            case ClusterTokenIssuer -> clusterWide.get(id.object()).isPresent();
        };
    }

    Stream<IssuerId> ids() {
        return Stream.concat(
                local.all().stream().map(IssuerId::of),
                clusterWide.all().stream().map(IssuerId::of));
    }

    public List<IssuerView> all() {
        return Stream.concat(
                        local.all().stream().map(this::view),
                        clusterWide.all().stream().map(this::view))
                .toList();
    }

    /**
     * The issuer of an ApiToken.
     *
     * @param ref absent: TokenIssuer {@code default} of the namespace, else ClusterTokenIssuer {@code default}
     */
    public IssuerLookup resolve(String namespace, @Nullable IssuerRef ref) {
        var candidates = candidates(namespace, ref);
        return candidates.stream()
                .flatMap(id -> get(id).stream())
                .findFirst()
                .map(issuer -> issuer.lookedUpFrom(namespace, labelsOf(namespace)))
                .orElseGet(() -> new NotFound(notFound(candidates)));
    }

    /** Which issuer a token's reference means, whether or not there is one, and whether or not it serves the token. */
    public IssuerId referenced(String namespace, @Nullable IssuerRef ref) {
        var candidates = candidates(namespace, ref);
        return candidates.stream()
                .filter(id -> !id.isClusterWide())
                .filter(id -> candidates.size() == 1 || local.get(id.object()).isPresent())
                .findFirst()
                .orElseGet(candidates::getLast);
    }

    /** Called with the namespace of every TokenIssuer {@code default} that may have come or gone. */
    public void onDefaultChange(Consumer<String> listener) {
        local.onChange(issuer -> {
            if (issuer.getMetadata().getName().equals(DEFAULT)) {
                listener.accept(issuer.getMetadata().getNamespace());
            }
        });
    }

    /**
     * Called with every issuer that was made, went, or looks different to its tokens now: its spec or its keys changed.
     * A status, an annotation or a Secret that was only written again would make work for a hundred thousand tokens.
     */
    public void onChange(Consumer<IssuerId> listener) {
        var seen = new ConcurrentHashMap<IssuerId, Look>();
        Consumer<IssuerId> ifDifferent = id -> {
            var now = get(id).map(Look::of);
            var before = Optional.ofNullable(now.isPresent() ? seen.put(id, now.get()) : seen.remove(id));
            if (!before.equals(now)) {
                listener.accept(id);
            }
        };
        local.onChange(issuer -> ifDifferent.accept(IssuerId.of(issuer)));
        clusterWide.onChange(issuer -> ifDifferent.accept(IssuerId.of(issuer)));
        onKeysChange(ifDifferent);
    }

    /** All that makes a difference to a token, without a private key. */
    private record Look(String uid, String issuer, IssuerSpec spec, String trouble, PublishedKeys keys) {
        static Look of(IssuerView issuer) {
            String trouble = switch (issuer.keys()) {
                case IssuerKeys.Usable usable -> "";
                case IssuerKeys.Unusable unusable -> unusable.why();
            };
            return new Look(
                    issuer.uid(),
                    issuer.issuer(),
                    issuer.spec(),
                    trouble,
                    issuer.keys().known());
        }
    }

    /** Called with every issuer whose stored keys changed. */
    public void onKeysChange(Consumer<IssuerId> listener) {
        keyRings.onChange(secret -> KeyRingStore.ownerOf(secret)
                .or(() -> named(secret.getMetadata().getName()))
                .filter(this::exists)
                .ifPresent(listener));
    }

    /** Somebody took away what says whose keys these are. */
    private Optional<IssuerId> named(String keySecret) {
        return ids().filter(id -> KeyRingStore.secretName(id).equals(keySecret)).findFirst();
    }

    private static List<IssuerId> candidates(String namespace, @Nullable IssuerRef ref) {
        if (ref == null) {
            return List.of(IssuerId.local(namespace, DEFAULT), IssuerId.clusterWide(DEFAULT));
        }
        return List.of(
                ref.kind().equals(IssuerId.Kind.ClusterTokenIssuer.name())
                        ? IssuerId.clusterWide(ref.name())
                        : IssuerId.local(namespace, ref.name()));
    }

    private String notFound(List<IssuerId> candidates) {
        String message = "there is no " + String.join(" and no ", words(candidates));
        boolean outOfReach = clusterWide.isOutOfReach() && candidates.stream().anyMatch(IssuerId::isClusterWide);
        return outOfReach
                ? message + " in reach: this operator serves single namespaces and sees no ClusterTokenIssuer; create"
                        + " a TokenIssuer and name it in issuerRef"
                : message + "; create it, or name another in issuerRef";
    }

    private static List<String> words(List<IssuerId> ids) {
        return ids.stream().map(IssuerId::toString).toList();
    }

    private Optional<Map<String, String>> labelsOf(String namespace) {
        return namespaces
                .get(new ObjectName("", namespace))
                .map(found -> Objects.requireNonNullElse(found.getMetadata().getLabels(), Map.of()));
    }

    private IssuerView view(TokenIssuer issuer) {
        return view(IssuerId.of(issuer), issuer, issuer.getSpec(), Optional.empty(), Optional.empty());
    }

    private IssuerView view(ClusterTokenIssuer issuer) {
        ClusterTokenIssuerSpec spec = issuer.getSpec();
        return view(
                IssuerId.of(issuer),
                issuer,
                spec,
                requirements(spec.namespaces()),
                requirements(spec.policyNamespaces()));
    }

    private IssuerView view(
            IssuerId id,
            HasMetadata object,
            IssuerSpec spec,
            Optional<LabelRequirements> namespaces,
            Optional<LabelRequirements> policyNamespaces) {
        String claim = IssuerClaim.of(id, spec, keyRings.usedClaim(id), clusterUid);
        return new IssuerView(
                id,
                object.getMetadata().getUid(),
                claim,
                spec,
                namespaces,
                policyNamespaces,
                keyRings.keysOf(id, claim));
    }

    /** A selector that the API server would refuse selects nothing (rule D1). */
    private static Optional<LabelRequirements> requirements(@Nullable LabelSelector selector) {
        try {
            return Optional.ofNullable(selector).map(LabelRequirements::of);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
