package dev.apitoken.validator.gate;

import dev.apitoken.token.access.AddressRange;
import dev.apitoken.token.access.ClientAddressMode;
import dev.apitoken.token.access.CredentialSettings;
import dev.apitoken.token.access.ExternalAuthorizationSettings;
import dev.apitoken.token.access.ExternalAuthorizationSettings.Profile;
import dev.apitoken.token.access.IdentitySettings;
import dev.apitoken.token.access.MultipleCredentials;
import dev.apitoken.token.access.PathPattern;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.token.access.ResponseSettings;
import dev.apitoken.token.access.Rule;
import dev.apitoken.token.access.RuleAccess;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Policy {@code shop/orders} with what a test changes about it. */
record Policies(
        List<Rule> rules,
        List<AddressRange> trustedProxies,
        ClientAddressMode clientAddress,
        List<AddressRange> callers,
        Profile profile,
        ResponseSettings responses,
        IdentitySettings identity,
        boolean closeStreams) {
    static final Policies DEFAULT = new Policies(
            List.of(),
            List.of(),
            ClientAddressMode.XForwardedFor,
            List.of(AddressRange.parse("127.0.0.0/8")),
            Profile.Nginx,
            ResponseSettings.DEFAULT,
            IdentitySettings.DEFAULT,
            true);

    static Rule rule(String path, RuleAccess access, String... roles) {
        return new Rule(List.of(new PathPattern(path)), Set.of(), Set.of(roles), access);
    }

    Policies rules(Rule... some) {
        return new Policies(
                List.of(some), trustedProxies, clientAddress, callers, profile, responses, identity, closeStreams);
    }

    Policies trusting(String... ranges) {
        return new Policies(rules, parsed(ranges), clientAddress, callers, profile, responses, identity, closeStreams);
    }

    /** Balancers in these ranges speak the PROXY protocol. */
    Policies toldByProxies(String... ranges) {
        return new Policies(
                rules,
                parsed(ranges),
                ClientAddressMode.ProxyProtocol,
                callers,
                profile,
                responses,
                identity,
                closeStreams);
    }

    Policies asked(Profile by, String... from) {
        return new Policies(rules, trustedProxies, clientAddress, parsed(from), by, responses, identity, closeStreams);
    }

    Policies answering(ResponseSettings other) {
        return new Policies(rules, trustedProxies, clientAddress, callers, profile, other, identity, closeStreams);
    }

    Policies identifying(IdentitySettings other) {
        return new Policies(rules, trustedProxies, clientAddress, callers, profile, responses, other, closeStreams);
    }

    Policies keepingStreams() {
        return new Policies(rules, trustedProxies, clientAddress, callers, profile, responses, identity, false);
    }

    private static List<AddressRange> parsed(String... ranges) {
        return List.of(ranges).stream().map(AddressRange::parse).toList();
    }

    PolicySettings settings() {
        return new PolicySettings(
                "shop",
                "orders",
                "shop",
                CredentialSettings.DEFAULT,
                MultipleCredentials.Same,
                rules,
                trustedProxies,
                clientAddress,
                responses,
                new ExternalAuthorizationSettings(callers, profile),
                true,
                closeStreams,
                identity,
                Duration.ofMinutes(15));
    }
}
