package dev.apitoken.validator.decision;

import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.AddressRange;
import dev.apitoken.token.access.ClientAddressMode;
import dev.apitoken.token.access.CredentialSettings;
import dev.apitoken.token.access.ExternalAuthorizationSettings;
import dev.apitoken.token.access.IdentitySettings;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.access.MultipleCredentials;
import dev.apitoken.token.access.PathPattern;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.token.access.ResponseSettings;
import dev.apitoken.token.access.Rule;
import dev.apitoken.token.access.RuleAccess;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.validator.index.AccessIndex;
import dev.apitoken.validator.index.AccessState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The policy {@code shop} of namespace {@code team}, with what a test changes about it. */
public record SamplePolicy(
        List<Rule> rules,
        MultipleCredentials multipleCredentials,
        ClientAddressMode clientAddress,
        List<AddressRange> trustedProxies,
        boolean cookieRequiresSameOrigin) {
    public static final String AUDIENCE = "shop";

    public static SamplePolicy ofShop() {
        return new SamplePolicy(List.of(), MultipleCredentials.Same, ClientAddressMode.XForwardedFor, List.of(), true);
    }

    public SamplePolicy rule(RuleAccess access, String path, Set<String> methods, String... roles) {
        var rule = new Rule(List.of(PathPattern.parse(path)), methods, Set.of(roles), access);
        return new SamplePolicy(
                Stream.concat(rules.stream(), Stream.of(rule)).toList(),
                multipleCredentials,
                clientAddress,
                trustedProxies,
                cookieRequiresSameOrigin);
    }

    public SamplePolicy rule(RuleAccess access, String path, String... roles) {
        return rule(access, path, Set.of(), roles);
    }

    SamplePolicy trusting(ClientAddressMode mode, List<AddressRange> proxies) {
        return new SamplePolicy(rules, multipleCredentials, mode, proxies, cookieRequiresSameOrigin);
    }

    SamplePolicy multiple(MultipleCredentials multiple) {
        return new SamplePolicy(rules, multiple, clientAddress, trustedProxies, cookieRequiresSameOrigin);
    }

    SamplePolicy withoutSameOrigin() {
        return new SamplePolicy(rules, multipleCredentials, clientAddress, trustedProxies, false);
    }

    public PolicySettings settings() {
        return new PolicySettings(
                "team",
                "shop",
                AUDIENCE,
                CredentialSettings.DEFAULT,
                multipleCredentials,
                rules,
                trustedProxies,
                clientAddress,
                ResponseSettings.DEFAULT,
                new ExternalAuthorizationSettings(List.of(), ExternalAuthorizationSettings.Profile.Nginx),
                cookieRequiresSameOrigin,
                true,
                IdentitySettings.DEFAULT,
                Duration.ofMinutes(15));
    }

    public AccessDocument document(TokenEntry... entries) {
        return new AccessDocument(
                1,
                SampleTokens.NOW,
                settings(),
                List.of(new IssuerKeys(SampleTokens.ISSUER, SampleTokens.PUBLISHED)),
                List.of(entries));
    }

    public AccessState listing(TokenEntry... entries) {
        return new AccessState.Usable(AccessIndex.of(document(entries)));
    }
}
