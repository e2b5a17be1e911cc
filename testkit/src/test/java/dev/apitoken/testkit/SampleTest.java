package dev.apitoken.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
    private static final Sample SAMPLE = Sample.yaml("""
            apiVersion: example.org/v1
            kind: Gate
            metadata: {name: front}
            spec:
              audience: shop
              rules:
                - paths: [/a, /b]
                  access: Public
            """);

    @Test
    void theYamlIsTheResource() {
        GenericKubernetesResource gate = SAMPLE.in("shop").resource();

        assertThat(gate.getKind()).isEqualTo("Gate");
        assertThat(gate.getMetadata().getName()).isEqualTo("front");
        assertThat(gate.getMetadata().getNamespace()).isEqualTo("shop");
        assertThat(gate.<String>get("spec", "audience")).isEqualTo("shop");
    }

    @Test
    void yamlOnOneLineNeedsNoQuotes() {
        assertThat(Sample.yaml("{kind: Gate, metadata: {name: front}}")
                        .resource()
                        .getKind())
                .isEqualTo("Gate");
    }

    @Test
    void aValueIsSetInMembersThatWereNotThere() {
        GenericKubernetesResource gate = SAMPLE.with("spec.responses.realm", "shop")
                .with("metadata.annotations[apitoken.dev/denied]", "stolen")
                .resource();

        assertThat(gate.<String>get("spec", "responses", "realm")).isEqualTo("shop");
        assertThat(gate.getMetadata().getAnnotations()).containsEntry("apitoken.dev/denied", "stolen");
    }

    @Test
    void aListElementIsNamedByItsIndex() {
        GenericKubernetesResource gate = SAMPLE.with("spec.rules[0].access", "Denied")
                .with("spec.rules[0].paths[1]", "/c")
                .resource();

        assertThat(gate.<String>get("spec", "rules", 0, "access")).isEqualTo("Denied");
        assertThat(gate.<List<String>>get("spec", "rules", 0, "paths")).containsExactly("/a", "/c");
    }

    @Test
    void aMemberCanBeTakenAway() {
        assertThat(SAMPLE.without("spec.audience").resource().<String>get("spec", "audience"))
                .isNull();
    }

    @Test
    void theSampleItselfNeverChanges() {
        SAMPLE.with("spec.audience", "other").without("spec.rules");

        assertThat(SAMPLE.resource().<String>get("spec", "audience")).isEqualTo("shop");
        assertThat(SAMPLE.resource().<Object>get("spec", "rules")).isNotNull();
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Sample.resource(SampleTest.class, "absent.yaml"))
                .hasMessage("No resource absent.yaml beside dev.apitoken.testkit.SampleTest");
    }
}
