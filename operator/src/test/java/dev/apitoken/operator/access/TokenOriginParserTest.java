package dev.apitoken.operator.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.AccessPolicySpec;
import dev.apitoken.operator.access.TokenOrigin.NamespaceScope;
import dev.apitoken.operator.access.TokenOriginParser.ParsedOrigins;
import dev.apitoken.operator.issuer.IssuerId;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenOriginParserTest {
    @Test
    void absentMeansThisNamespace() {
        assertThat(parse("{}").origins()).containsExactly(TokenOrigin.SAME_NAMESPACE);
    }

    @Test
    void aTokenIssuerIsAlwaysOneOfThePolicysOwnNamespace() {
        assertThat(parse("tokensFrom: [{issuerRef: {kind: TokenIssuer, name: mine}, roles: [reader]}]")
                        .origins())
                .containsExactly(new TokenOrigin(
                        new NamespaceScope.Same(),
                        Optional.of(IssuerId.local("shop", "mine")),
                        Optional.of(Set.of("reader"))));
    }

    @Test
    void anEmptyListAdmitsNobody() {
        assertThat(parse("tokensFrom: []").origins()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "namespaces.from       | {namespaces: {from: Everywhere}}",
                "namespaces.selector   | {namespaces: {from: Selector}}",
                "namespaces.selector   | {namespaces: {from: All, selector: {}}}",
                "namespaces.selector   | {namespaces: {from: Selector, selector: {matchExpressions: [{key: a, operator: Near}]}}}",
                "namespaces.selector   | {namespaces: {from: Selector, selector: {matchExpressions: [{key: a, operator: In}]}}}",
                "issuerRef.kind        | {issuerRef: {kind: Issuer, name: a}}",
            })
    void anEntryThatCannotBeReadAdmitsNobodyAndTheOthersStay(String field, String entry) {
        var parsed = parse("tokensFrom: [{namespaces: {from: Same}}, " + entry + "]");

        assertThat(parsed.origins()).containsExactly(TokenOrigin.SAME_NAMESPACE);
        assertThat(parsed.problem().orElseThrow().field()).isEqualTo("tokensFrom[1]." + field);
    }

    private static ParsedOrigins parse(String spec) {
        return TokenOriginParser.parse(
                "shop", Serialization.unmarshal(spec, AccessPolicySpec.class).tokensFrom());
    }
}
