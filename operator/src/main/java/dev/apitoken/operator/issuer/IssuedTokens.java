package dev.apitoken.operator.issuer;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ApiTokenStatus;
import dev.apitoken.crds.ApiTokenStatus.IssuedToken;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.IssuerRef;
import dev.apitoken.crds.LiveReason;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.operator.kubernetes.Watch;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts tokens by what their ApiTokens report: for people to read, nothing is decided by it. */
public final class IssuedTokens {
    /** A token that is off by its author's wish is issued anew when it is switched on. */
    private static final Set<String> SWITCHED_OFF =
            Set.of(LiveReason.Disabled.name(), LiveReason.Denied.name(), LiveReason.Expired.name());

    /** @param isOff not issued anew while it is */
    record Counted(IssuerId issuer, String keyId, boolean isOff) {}

    private final Watch<ApiToken> apiTokens;

    public IssuedTokens(Watch<ApiToken> apiTokens) {
        this.apiTokens = apiTokens;
    }

    /**
     * Of one issuer, by key id.
     *
     * @param all that were signed with the key
     * @param wanted those of them that would be issued anew if the key were compromised
     */
    record Count(Map<String, Long> all, Map<String, Long> wanted) {
        long of(String key) {
            return all.getOrDefault(key, 0L);
        }

        long wantedOf(String key) {
            return wanted.getOrDefault(key, 0L);
        }
    }

    Count of(IssuerId issuer) {
        var tokens = within(issuer)
                .flatMap(token -> counted(token).stream())
                .filter(token -> token.issuer().equals(issuer))
                .toList();
        return new Count(byKey(tokens.stream()), byKey(tokens.stream().filter(token -> !token.isOff())));
    }

    /** What of an ApiToken counts; empty: it reports no token. */
    static Optional<Counted> counted(ApiToken token) {
        var status = token.getStatus();
        return Optional.ofNullable(status)
                .map(ApiTokenStatus::token)
                .map(IssuedToken::keyId)
                .flatMap(key -> Optional.ofNullable(status.issuerRef())
                        .map(ref -> new Counted(issuer(ref, token), key, isOff(token))));
    }

    private static IssuerId issuer(IssuerRef ref, ApiToken token) {
        return ref.kind().equals(IssuerId.Kind.ClusterTokenIssuer.name())
                ? IssuerId.clusterWide(ref.name())
                : IssuerId.local(token.getMetadata().getNamespace(), ref.name());
    }

    private static Map<String, Long> byKey(Stream<Counted> tokens) {
        return tokens.collect(Collectors.groupingBy(Counted::keyId, Collectors.counting()));
    }

    private Stream<ApiToken> within(IssuerId issuer) {
        return (issuer.isClusterWide() ? apiTokens.all() : apiTokens.inNamespace(issuer.namespace())).stream();
    }

    private static boolean isOff(ApiToken token) {
        return token.getSpec().suspend()
                || Conditions.find(token.getStatus().conditions(), ConditionType.Live)
                        .filter(live -> SWITCHED_OFF.contains(live.getReason()))
                        .isPresent();
    }
}
