package dev.apitoken.operator.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.TokenIssuerSpec;
import dev.apitoken.operator.kubernetes.LabelRequirements;
import dev.apitoken.token.signing.PublishedKeys;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom an issuer serves (rule D1: closed by default). */
class ServedNamespacesTest {
    private static final Optional<Map<String, String>> UNSEEN = Optional.empty();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "matchExpressions: [{key: env, operator: NotIn, values: [prod]}]",
                "matchExpressions: [{key: env, operator: DoesNotExist}]",
                "matchExpressions: [{key: env, operator: Exists}]",
                "matchLabels: {env: dev}"
            })
    void aNamespaceThatNobodyHasSeenYetIsNotTakenForOneWithoutLabels(String selector) {
        assertThat(clusterWide(selector).lookedUpFrom("shop", UNSEEN)).isInstanceOf(IssuerLookup.NotYetKnown.class);
    }

    @Test
    void aSelectorThatTakesAllTakesANamespaceThatNobodyHasSeenYet() {
        assertThat(clusterWide("{}").lookedUpFrom("shop", UNSEEN)).isInstanceOf(IssuerLookup.Found.class);
    }

    @Test
    void withoutASelectorNobodyIsServedSeenOrNot() {
        var closed = view(IssuerId.clusterWide("company"), Optional.empty());

        assertThat(closed.lookedUpFrom("shop", UNSEEN)).isInstanceOf(IssuerLookup.NotServed.class);
        assertThat(closed.lookedUpFrom("shop", Optional.of(Map.of()))).isInstanceOf(IssuerLookup.NotServed.class);
    }

    @ParameterizedTest
    @CsvSource({"dev, Found", "prod, NotServed"})
    void theLabelsOfANamespaceDecide(String env, String expected) {
        var found = clusterWide("matchExpressions: [{key: env, operator: NotIn, values: [prod]}]")
                .lookedUpFrom("shop", Optional.of(Map.of("env", env)));

        assertThat(found.getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void aTokenIssuerServesItsOwnNamespaceAndNoOther() {
        var local = view(IssuerId.local("shop", "default"), Optional.empty());

        assertThat(local.lookedUpFrom("shop", UNSEEN)).isInstanceOf(IssuerLookup.Found.class);
        assertThat(local.lookedUpFrom("other", Optional.of(Map.of()))).isInstanceOf(IssuerLookup.NotServed.class);
    }

    private static IssuerView clusterWide(String selector) {
        return view(
                IssuerId.clusterWide("company"),
                Optional.of(LabelRequirements.of(Serialization.unmarshal("---\n" + selector, LabelSelector.class))));
    }

    private static IssuerView view(IssuerId id, Optional<LabelRequirements> namespaces) {
        return new IssuerView(
                id,
                "uid",
                "urn:test",
                Serialization.unmarshal("---\n{}", TokenIssuerSpec.class),
                namespaces,
                Optional.empty(),
                new IssuerKeys.Unusable("none", PublishedKeys.none("urn:test")));
    }
}
