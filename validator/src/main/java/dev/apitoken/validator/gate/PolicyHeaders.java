package dev.apitoken.validator.gate;

import dev.apitoken.token.access.CredentialSettings;
import dev.apitoken.token.access.PolicySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One policy's view of header names, worked out once and kept as long as its settings are in force. */
final class PolicyHeaders {
    /** Set by us, or by proxies between the client and us, and believed by many applications (J5). */
    private static final List<String> FORWARDING_PREFIXES = List.of("X-Forwarded-");

    private static final List<String> FORWARDING = List.of(
            // A client address to some, and to CGI the address of a proxy to use (CVE-2016-5385).
            "X-Client-IP",
            "True-Client-IP",
            "X-Cluster-Client-IP",
            "Proxy",
            "Forwarded",
            "X-Real-IP",
            "X-Original-URL",
            "X-Original-URI",
            "X-Original-Method",
            "X-Original-Host",
            "X-Original-Forwarded-For",
            "X-Rewrite-URL",
            "X-Rewrite-URI",
            "X-Envoy-Original-Path",
            "X-Envoy-Original-Method",
            "X-Envoy-Original-Host");

    private static final FoldedNames ALL_FORWARDING = new FoldedNames(FORWARDING, FORWARDING_PREFIXES);

    private final PolicySettings policy;
    private final IdentityHeaders identity;
    private final FoldedNames dropped;
    private final FoldedNames ours;

    PolicyHeaders(PolicySettings policy) {
        this.policy = policy;
        this.identity = new IdentityHeaders(policy.identity().headerPrefix());
        var names = new ArrayList<>(FORWARDING);
        if (!policy.identity().forwardCredential()) {
            CredentialSettings credentials = policy.credentials();
            credentials.apiKeyHeader().ifPresent(names::add);
            credentials.authTokenHeader().ifPresent(names::add);
        }
        var prefixes = new ArrayList<>(FORWARDING_PREFIXES);
        prefixes.add(policy.identity().headerPrefix());
        this.dropped = new FoldedNames(names, prefixes);
        this.ours = new FoldedNames(List.of(), List.of(policy.identity().headerPrefix()));
    }

    PolicySettings policy() {
        return policy;
    }

    IdentityHeaders identity() {
        return identity;
    }

    /** Whether a client's header of this name never reaches the upstream. */
    boolean drops(CharSequence name) {
        return dropped.contain(name);
    }

    /**
     * Whether an application may read a name as one of our identity headers or as a forwarding header, though nobody
     * who knows the proper spelling sees it as that.
     */
    boolean isInDisguise(CharSequence name) {
        return ours.contain(name) && !identity.isName(name)
                || !FoldedNames.isOrdinary(name) && ALL_FORWARDING.contain(name);
    }

    boolean stripsBearer() {
        return policy.credentials().authorizationBearer() && !policy.identity().forwardCredential();
    }

    Optional<String> strippedCookie() {
        return policy.identity().forwardCredential()
                ? Optional.empty()
                : policy.credentials().apiKeyCookie();
    }
}
