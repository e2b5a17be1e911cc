package dev.apitoken.validator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTargetTest {
    @Test
    void a_report_is_named_after_pod_and_policy() {
        assertThat(ReportTarget.of("shop", "orders", new ReportTarget.Pod("orders-7d9f-x2", "uid"))
                        .name())
                .isEqualTo("orders-7d9f-x2.orders");
    }

    @Test
    void without_a_pod_each_start_has_a_name_of_its_own() {
        var random = new Random(1);
        var one = ReportTarget.of("shop", "orders", random);
        var other = ReportTarget.of("shop", "orders", random);

        assertThat(one.name()).matches("orders-[0-9a-f]{10}").isNotEqualTo(other.name());
        assertThat(one.pod()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 50, 51, 52, 53, 62, 63, 64, 253})
    void a_name_is_never_too_long_and_always_a_name(int length) {
        String pod = "a".repeat(length - 1) + "b";
        String dotted = ("a.".repeat(length) + "b").substring(0, length).replaceAll("[.]$", "b");
        String policy = "p".repeat(Math.min(length, 63));
        for (String name : new String[] {pod, dotted}) {
            assertThat(ReportTarget.of("shop", policy, new ReportTarget.Pod(name, "uid"))
                            .name())
                    .hasSizeLessThanOrEqualTo(63)
                    .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
        }
        assertThat(ReportTarget.of("shop", policy, new Random(1)).name()).hasSizeLessThanOrEqualTo(63);
    }

    @Test
    void names_that_are_cut_stay_apart() {
        String common = "a".repeat(70);

        assertThat(ReportTarget.of("shop", "orders", new ReportTarget.Pod(common + "1", "uid"))
                        .name())
                .isNotEqualTo(ReportTarget.of("shop", "orders", new ReportTarget.Pod(common + "2", "uid"))
                        .name());
    }

    @ParameterizedTest
    @CsvSource({"PT0S,0s", "PT0.9S,0s", "PT90S,1m30s", "PT51H1S,2d3h1s", "P400000D,3650d"})
    void staleness_is_told_in_whole_seconds(Duration staleness, String text) {
        assertThat(ReportText.text(staleness)).isEqualTo(text);
    }
}
