package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.issuer.IssuerLookup;
import dev.apitoken.operator.issuer.IssuerView;
import dev.apitoken.operator.issuer.Issuers;
import dev.apitoken.operator.kubernetes.Watch;
import java.util.Comparator;
import java.util.Optional;

/**
 * How many tokens of one issuer a namespace may have. The oldest keep theirs and the newest are refused, the same after
 * every restart, since only what the API server noted counts (rule D6).
 */
final class NamespaceQuota {
    private static final Comparator<ApiToken> OLDEST_FIRST = Comparator.comparing(
                    (ApiToken token) -> token.getMetadata().getCreationTimestamp())
            .thenComparing(token -> token.getMetadata().getName());

    private final Watch<ApiToken> apiTokens;
    private final Issuers issuers;

    NamespaceQuota(Watch<ApiToken> apiTokens, Issuers issuers) {
        this.apiTokens = apiTokens;
        this.issuers = issuers;
    }

    /** The limit that this token is beyond; empty: it is within, or there is none. */
    Optional<String> brokenBy(ApiToken token, IssuerView issuer) {
        return Optional.ofNullable(issuer.spec().limits().maxTokensPerNamespace())
                .filter(limit -> older(token, issuer.id()) >= limit)
                .map(limit -> "namespace " + token.getMetadata().getNamespace() + " has " + limit + " older tokens of "
                        + issuer.id() + ", its limits.maxTokensPerNamespace");
    }

    private long older(ApiToken token, IssuerId issuer) {
        return apiTokens.inNamespace(token.getMetadata().getNamespace()).stream()
                .filter(other -> other.getMetadata().getDeletionTimestamp() == null)
                .filter(other -> OLDEST_FIRST.compare(other, token) < 0)
                .filter(other -> isOf(other, issuer))
                .count();
    }

    private boolean isOf(ApiToken token, IssuerId issuer) {
        return issuers.resolve(
                                token.getMetadata().getNamespace(),
                                token.getSpec().issuerRef())
                        instanceof IssuerLookup.Found(var found)
                && found.id().equals(issuer);
    }
}
