package dev.apitoken.operator.issuer;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ApiTokenStatus.IssuedToken;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.IssuerRef;
import dev.apitoken.crds.LiveReason;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.operator.kubernetes.Watch;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts tokens by what their ApiTokens report: for people to read, nothing is decided by it. */
public final class IssuedTokens {
    /** A token that is off by its author's wish is issued anew when it is switched on. */
    private static final Set<String> SWITCHED_OFF =
            Set.of(LiveReason.Disabled.name(), LiveReason.Denied.name(), LiveReason.Expired.name());

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
        return new Count(byKey(issuer, any -> true), byKey(issuer, token -> !isOff(token)));
    }

    private Map<String, Long> byKey(IssuerId issuer, Predicate<ApiToken> counts) {
        var ref = new IssuerRef(issuer.kind().name(), issuer.name());
        return within(issuer)
                .filter(token -> ref.equals(token.getStatus().issuerRef()))
                .filter(counts)
                .flatMap(token -> Stream.ofNullable(token.getStatus().token()))
                .map(IssuedToken::keyId)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
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
