package dev.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no reviewer should have to look for in the manifests. */
class ManifestLintTest {
    /** YAML 1.1, which kubectl reads, takes these for booleans or null. */
    private static final Set<String> NO_NAMES = Set.of("n", "y", "no", "yes", "on", "off", "true", "false", "null");

    /** Every instant has this guard and every duration the two below. */
    private static final String INSTANT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}"
            + "(\\.[0-9]{1,9})?([Zz]|[+-](0[0-9]|1[0-4]):[0-5][0-9])$";

    private static final String DURATION = "^([0-9]{1,6}d)?([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$";
    private static final String DURATION_BOUNDS =
            "[(self.indexOf('d') > 0 ? int(self.substring(0, self.indexOf('d'))) * 86400 : 0)"
                    + " + (self.endsWith('d') ? 0 : duration(self.substring(self.indexOf('d') + 1)).getSeconds())]"
                    + " .all(t, t >= ";

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void everyPropertyIsDescribedInSentences(Manifest manifest) {
        assertThat(offenders(
                        manifest,
                        s -> s.isProperty()
                                && !s.node().path("description").asText().endsWith(".")))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void everyStringHasALength(Manifest manifest) {
        assertThat(offenders(manifest, s -> s.type().equals("string") && !s.has("maxLength")))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void everyListAndMapHasABoundAndSaysHowItMerges(Manifest manifest) {
        assertThat(offenders(
                        manifest,
                        s -> s.type().equals("array") && !(s.has("maxItems") && s.has("x-kubernetes-list-type"))))
                .isEmpty();
        assertThat(offenders(manifest, s -> s.has("additionalProperties") && !s.has("maxProperties")))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void everyNumberIsWholeFitsALongAndHasALowerBound(Manifest manifest) {
        assertThat(offenders(manifest, s -> s.type().equals("number"))).isEmpty();
        assertThat(offenders(
                        manifest,
                        s -> s.type().equals("integer")
                                && !(s.node().path("format").asText().equals("int64")
                                        && (s.has("minimum") || s.has("enum")))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void everyNodeHasOneTypeAndUnknownFieldsArePruned(Manifest manifest) {
        assertThat(offenders(manifest, s -> s.type().isEmpty())).isEmpty();
        assertThat(manifest.text())
                .doesNotContain("x-kubernetes-preserve-unknown-fields")
                .doesNotContain("x-kubernetes-int-or-string")
                .doesNotContain("nullable");
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void namesAreCamelCaseAndNoYamlKeyword(Manifest manifest) {
        assertThat(offenders(
                        manifest,
                        s -> s.isProperty()
                                && (NO_NAMES.contains(s.name()) || !s.name().matches("[a-z][A-Za-z]*"))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void nothingBelowListItemsOrMapValuesHasADefault(Manifest manifest) {
        assertThat(offenders(manifest, s -> s.isRepeated() && s.has("default"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void aListWithADefaultIsReplacedAsAWhole(Manifest manifest) {
        assertThat(offenders(
                        manifest,
                        s -> s.type().equals("array")
                                && s.has("default")
                                && !s.node()
                                        .path("x-kubernetes-list-type")
                                        .asText()
                                        .equals("atomic")))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void instantsAndDurationsAreGuardedTheSameWayEverywhere(Manifest manifest) {
        assertThat(offenders(
                        manifest,
                        s -> s.node().path("format").asText().equals("date-time")
                                && !s.path().equals("status.conditions[].lastTransitionTime")
                                && !pattern(s).equals(INSTANT)))
                .isEmpty();
        assertThat(offenders(
                        manifest,
                        s -> pattern(s).equals(DURATION)
                                && s.rules().noneMatch(rule -> text(rule).startsWith(DURATION_BOUNDS))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void everyRuleHasAMessage(Manifest manifest) {
        assertThat(offenders(manifest, s -> s.rules().anyMatch(rule -> !rule.has("message"))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void transitionRulesStandOnTheRootSoThatDroppingAFieldCannotPass(Manifest manifest) {
        assertThat(offenders(
                        manifest,
                        s -> !s.path().isEmpty()
                                && s.rules().anyMatch(rule -> text(rule).contains("oldSelf"))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void aFreshStatusIsOfNoGeneration(Manifest manifest) {
        JsonNode status = manifest.schema().property("status").node();
        boolean hasStatus = !manifest.type().equals(ValidatorReport.class);

        assertThat(manifest.version().at("/subresources/status").isMissingNode())
                .isNotEqualTo(hasStatus);
        assertThat(status.at("/default/observedGeneration").asInt()).isEqualTo(hasStatus ? -1 : 0);
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void aFileStaysFarBelowWhatAnAnnotationHolds(Manifest manifest) {
        assertThat(manifest.text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(200_000);
    }

    @Test
    void theTwoKindsOfIssuerDifferOnlyByTheirSelectors() {
        Schema local = Manifest.of(TokenIssuer.class).schema();
        Schema cluster = Manifest.of(ClusterTokenIssuer.class).schema();

        assertThat(local.property("spec").properties())
                .allSatisfy(property -> assertThat(cluster.property("spec")
                                .property(property.name())
                                .node())
                        .isEqualTo(property.node()));
        assertThat(cluster.property("spec").rules())
                .containsExactlyElementsOf(local.property("spec").rules().toList());
        assertThat(cluster.property("status").node())
                .isEqualTo(local.property("status").node());
    }

    @Test
    void columnsOfInstantsToComeAreStrings() {
        // kubectl shows a date column in the future as <invalid>.
        assertThat(columns(ApiToken.class, "date")).containsExactly("Last Used", "Age");
        assertThat(columns(ApiToken.class, "string")).contains("Expires", "Renews");
    }

    private static List<String> columns(Class<ApiToken> kind, String type) {
        return Manifest.of(kind)
                .version()
                .path("additionalPrinterColumns")
                .valueStream()
                .filter(column -> column.path("type").asText().equals(type))
                .map(column -> column.path("name").asText())
                .toList();
    }

    private static Stream<String> offenders(Manifest manifest, Predicate<Schema> bad) {
        return manifest.schema().walk().filter(bad).map(Schema::path);
    }

    private static String pattern(Schema schema) {
        return schema.node().path("pattern").asText();
    }

    private static String text(JsonNode rule) {
        return rule.path("rule").asText();
    }
}
