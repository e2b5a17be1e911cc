package dev.apitoken.operator.issuer;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ApiTokenStatus.IssuedToken;
import dev.apitoken.crds.IssuerRef;
import dev.apitoken.operator.kubernetes.Watch;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts tokens by what their ApiTokens report: for people to read, nothing is decided by it. */
public final class IssuedTokens {
    private final Watch<ApiToken> apiTokens;

    public IssuedTokens(Watch<ApiToken> apiTokens) {
        this.apiTokens = apiTokens;
    }

    /** Of one issuer, by key id. */
    Map<String, Long> byKey(IssuerId issuer) {
        var ref = new IssuerRef(issuer.kind().name(), issuer.name());
        return within(issuer).stream()
                .filter(token -> ref.equals(token.getStatus().issuerRef()))
                .flatMap(token -> Stream.ofNullable(token.getStatus().token()))
                .map(IssuedToken::keyId)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
    }

    private List<ApiToken> within(IssuerId issuer) {
        return issuer.isClusterWide() ? apiTokens.all() : apiTokens.inNamespace(issuer.namespace());
    }
}
