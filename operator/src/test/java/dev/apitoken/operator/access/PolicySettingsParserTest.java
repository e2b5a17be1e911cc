package dev.apitoken.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.AccessPolicySpec;
import dev.apitoken.token.access.AddressRange;
import dev.apitoken.token.access.ClientAddressMode;
import dev.apitoken.token.access.CredentialSettings;
import dev.apitoken.token.access.ExternalAuthorizationSettings;
import dev.apitoken.token.access.IdentitySettings;
import dev.apitoken.token.access.MultipleCredentials;
import dev.apitoken.token.access.PathPattern;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.token.access.ResponseSettings;
import dev.apitoken.token.access.Rule;
import dev.apitoken.token.access.RuleAccess;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicySettingsParserTest {
    @Test
    void anEmptySpecHasEveryDefault() {
        assertThat(parse("{}"))
                .isEqualTo(new ParsedSettings.Valid(new PolicySettings(
                        "shop",
                        "gate",
                        "shop",
                        CredentialSettings.DEFAULT,
                        MultipleCredentials.Same,
                        List.of(),
                        List.of(),
                        ClientAddressMode.XForwardedFor,
                        new ResponseSettings(403, 401, ResponseSettings.Format.Json, "shop"),
                        new ExternalAuthorizationSettings(
                                List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("::1/128")),
                                ExternalAuthorizationSettings.Profile.Nginx),
                        true,
                        true,
                        IdentitySettings.DEFAULT,
                        Duration.ofMinutes(15))));
    }

    @Test
    void everyFieldIsRead() {
        var settings = valid("""
                audience: orders-api
                credentials: {authorizationBearer: false, apiKeyHeader: X-Key, apiKeyCookie: "", authTokenHeader: ""}
                multipleCredentials: FirstValid
                rules:
                - {paths: [/health], access: Public}
                - {paths: [/orders/*, /carts], methods: [GET, POST], roles: [reader, writer]}
                trustedProxies: [10.0.0.0/8, "fd00::/8"]
                clientAddress: Forwarded
                responses: {insufficientRole: 401, deniedSource: 403, format: Problem, realm: Orders}
                externalAuthorization: {callers: [], profile: Envoy}
                cookieRequiresSameOrigin: false
                closeStreams: false
                identity: {headerPrefix: X-Me-, forwardCredential: true}
                maxStaleness: 1h
                """);

        assertThat(settings.audience()).isEqualTo("orders-api");
        assertThat(settings.credentials())
                .isEqualTo(new CredentialSettings(false, Optional.of("X-Key"), Optional.empty(), Optional.empty()));
        assertThat(settings.multipleCredentials()).isEqualTo(MultipleCredentials.FirstValid);
        assertThat(settings.rules())
                .containsExactly(
                        new Rule(List.of(PathPattern.parse("/health")), Set.of(), Set.of(), RuleAccess.Public),
                        new Rule(
                                List.of(PathPattern.parse("/orders/*"), PathPattern.parse("/carts")),
                                Set.of("GET", "POST"),
                                Set.of("reader", "writer"),
                                RuleAccess.Authenticated));
        assertThat(settings.trustedProxies()).hasSize(2);
        assertThat(settings.clientAddress()).isEqualTo(ClientAddressMode.Forwarded);
        assertThat(settings.responses())
                .isEqualTo(new ResponseSettings(401, 403, ResponseSettings.Format.Problem, "Orders"));
        assertThat(settings.externalAuthorization())
                .isEqualTo(new ExternalAuthorizationSettings(List.of(), ExternalAuthorizationSettings.Profile.Envoy));
        assertThat(settings.cookieRequiresSameOrigin()).isFalse();
        assertThat(settings.closeStreams()).isFalse();
        assertThat(settings.identity()).isEqualTo(new IdentitySettings("X-Me-", true));
        assertThat(settings.maxStaleness()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "audience                        | audience: 'with space'",
                "audience                        | audience: ''",
                "credentials                     | credentials: {authorizationBearer: false, apiKeyHeader: '', apiKeyCookie: '', authTokenHeader: ''}",
                "credentials.apiKeyHeader        | credentials: {apiKeyHeader: Authorization}",
                "credentials.apiKeyHeader        | credentials: {apiKeyHeader: x-forwarded-key}",
                "credentials.apiKeyHeader        | credentials: {apiKeyHeader: X-Original-URI}",
                "credentials.apiKeyHeader        | credentials: {apiKeyHeader: x-original-method}",
                "credentials.authTokenHeader     | credentials: {authTokenHeader: X-Forwarded-Uri}",
                "credentials.authTokenHeader     | credentials: {authTokenHeader: X-Rewrite-URL}",
                "credentials.authTokenHeader     | credentials: {authTokenHeader: X-Envoy-Original-Path}",
                "credentials.apiKeyHeader        | credentials: {apiKeyHeader: X-HTTP-Method-Override}",
                "credentials.apiKeyHeader        | credentials: {apiKeyHeader: x-method-override}",
                "credentials.apiKeyHeader        | credentials: {apiKeyHeader: 'two words'}",
                "credentials.apiKeyHeader        | credentials: {apiKeyHeader: X-ApiToken-Key}",
                "credentials.authTokenHeader     | credentials: {apiKeyHeader: X-Key, authTokenHeader: x-key}",
                "credentials.apiKeyCookie        | credentials: {apiKeyCookie: 'a=b'}",
                "multipleCredentials             | multipleCredentials: Any",
                "rules[0].paths                  | rules: [{paths: []}]",
                "rules[1].paths                  | rules: [{paths: [/a]}, {paths: [no-slash]}]",
                "rules[0].paths                  | rules: [{paths: [/a/../b]}]",
                "rules[0].methods                | rules: [{paths: [/a], methods: []}]",
                "rules[0].methods                | rules: [{paths: [/a], methods: [get]}]",
                "rules[0].methods                | rules: [{paths: [/a], methods: [CONNECT]}]",
                "rules[0].roles                  | rules: [{paths: [/a], roles: []}]",
                "rules[0].roles                  | rules: [{paths: [/a], roles: [reader], access: Public}]",
                "rules[0].access                 | rules: [{paths: [/a], access: Maybe}]",
                "trustedProxies[0]               | trustedProxies: [0.0.0.0/0]",
                "trustedProxies[1]               | trustedProxies: [0.0.0.0/1, 128.0.0.0/1]",
                "trustedProxies[1]               | trustedProxies: [10.0.0.0/8, 10.0.0.0/33]",
                "clientAddress                   | clientAddress: ProxyProtocol",
                "clientAddress                   | clientAddress: Guess",
                "responses.insufficientRole      | responses: {insufficientRole: 404}",
                "responses.deniedSource          | responses: {deniedSource: 200}",
                "responses.format                | responses: {format: Html}",
                "responses.realm                 | responses: {realm: 'say \"hello\"'}",
                "externalAuthorization.callers[0]| externalAuthorization: {callers: ['::/0']}",
                "externalAuthorization.callers[2]| externalAuthorization: {callers: ['2000::/4', 10.0.0.0/8, '3000::-ffff::']}",
                "externalAuthorization.profile   | externalAuthorization: {profile: Apache}",
                "identity.headerPrefix           | identity: {headerPrefix: X-Me}",
                "identity.headerPrefix           | identity: {headerPrefix: X-}",
                "identity.headerPrefix           | identity: {headerPrefix: Content-}",
                "maxStaleness                    | maxStaleness: 9s",
                "maxStaleness                    | maxStaleness: 31d",
                "maxStaleness                    | maxStaleness: soon",
            })
    void aSlipIsToldWithItsField(String field, String spec) {
        assertThat(parse(spec)).isInstanceOfSatisfying(ParsedSettings.Invalid.class, invalid -> {
            assertThat(invalid.field()).isEqualTo(field);
            assertThat(invalid.message()).isNotBlank();
        });
    }

    private static PolicySettings valid(String spec) {
        return ((ParsedSettings.Valid) parse(spec)).settings();
    }

    private static ParsedSettings parse(String spec) {
        return PolicySettingsParser.parse("shop", "gate", Serialization.unmarshal(spec, AccessPolicySpec.class));
    }
}
