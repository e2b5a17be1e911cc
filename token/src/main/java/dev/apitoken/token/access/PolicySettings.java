package dev.apitoken.token.access;

import java.time.Duration;
import java.util.List;

/**
 * The settings of one AccessPolicy, every default filled in.
 *
 * @param namespace and {@code name}: of the AccessPolicy
 * @param audience tokens must name it
 * @param rules first match wins; empty: any live token may do anything
 * @param trustedProxies whose forwarding headers are believed; empty: nobody's
 * @param maxStaleness how long to go on without news from the API server
 */
public record PolicySettings(
        String namespace,
        String name,
        String audience,
        CredentialSettings credentials,
        MultipleCredentials multipleCredentials,
        List<Rule> rules,
        List<AddressRange> trustedProxies,
        ClientAddressMode clientAddress,
        ResponseSettings responses,
        ExternalAuthorizationSettings externalAuthorization,
        boolean cookieRequiresSameOrigin,
        boolean closeStreams,
        IdentitySettings identity,
        Duration maxStaleness) {
    /** @throws IllegalArgumentException if everybody is trusted */
    public PolicySettings {
        rules = List.copyOf(rules);
        trustedProxies = Everybody.excluded(trustedProxies, "trustedProxies");
    }
}
