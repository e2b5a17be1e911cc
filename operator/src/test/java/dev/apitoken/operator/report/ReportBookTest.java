package dev.apitoken.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ValidatorReport;
import dev.apitoken.operator.kubernetes.ObjectName;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportBookTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final ObjectName POLICY = new ObjectName("shop", "orders");
    private static final Duration LONG = SeenReport.LIVE_FOR;

    private final ReportBook book = new ReportBook();

    @Test
    void a_validator_is_live_until_it_was_silent_for_eleven_minutes() {
        book.note(report("a", "1", 7, NOW), false, NOW);

        assertThat(live(NOW.plus(LONG).minusSeconds(1)).gates())
                .containsExactly(new Gates.Gate(new ObjectName("shop", "a"), 7));
        assertThat(live(NOW.plus(LONG)).reporting()).isZero();
    }

    @Test
    void a_change_is_a_sign_of_life_whatever_the_validators_clock_says() {
        book.note(report("a", "1", 7, NOW.minus(Duration.ofDays(3))), false, NOW);

        assertThat(live(NOW).reporting()).isEqualTo(1);
    }

    @Test
    void the_same_version_seen_again_is_none() {
        book.note(report("a", "1", 7, NOW), false, NOW);
        book.note(report("a", "1", 7, NOW), false, NOW.plusSeconds(600));

        assertThat(live(NOW.plus(LONG)).reporting()).isZero();
    }

    @Test
    void of_a_report_found_at_the_start_its_own_word_counts_but_never_the_future() {
        book.note(report("old", "1", 7, NOW.minus(LONG)), true, NOW);
        book.note(report("lying", "2", 7, NOW.plus(Duration.ofDays(1000))), true, NOW);

        assertThat(live(NOW).gates()).extracting(gate -> gate.report().name()).containsExactly("lying");
        assertThat(live(NOW.plus(LONG)).reporting()).isZero();
    }

    @Test
    void a_validator_that_stopped_in_order_is_gone_at_once_but_its_policy_is_not_unobserved() {
        book.note(report("a", "1", 7, NOW), false, NOW);
        book.note(report("a", "2", 7, NOW, NOW), false, NOW);

        assertThat(live(NOW).reporting()).isZero();
        assertThat(book.heardLately(POLICY, NOW.plusSeconds(60))).isTrue();
        assertThat(book.heardLately(POLICY, NOW.plus(LONG))).isFalse();
    }

    @Test
    void a_report_never_speaks_about_a_policy_of_another_namespace() {
        book.note(report("a", "1", 7, NOW), false, NOW);

        assertThat(book.live(new ObjectName("billing", "orders"), NOW)).isEmpty();
    }

    @Test
    void a_report_that_turns_to_another_policy_leaves_the_first() {
        book.note(report("a", "1", 7, NOW), false, NOW);
        var other = report("a", "2", 7, NOW);
        other.setReport(new ValidatorReport.Report("billing", 7L, null, null, null, null, null, Map.of(), Map.of()));

        assertThat(book.note(other, false, NOW)).containsExactly(POLICY, new ObjectName("shop", "billing"));
        assertThat(live(NOW).reporting()).isZero();
    }

    @Test
    void a_revision_that_no_operator_can_have_written_counts_as_none() {
        book.note(report("a", "1", Long.MAX_VALUE, NOW), false, NOW);

        assertThat(live(NOW).highest()).isZero();
        assertThat(live(NOW).upToDate(7)).isZero();
    }

    @Test
    void up_to_date_is_who_has_applied_what_is_written_neither_less_nor_more() {
        book.note(report("behind", "1", 6, NOW), false, NOW);
        book.note(report("level", "2", 7, NOW), false, NOW);
        book.note(report("beyond", "3", 8, NOW), false, NOW);

        assertThat(live(NOW).upToDate(7)).isEqualTo(1);
        assertThat(live(NOW).without(6, 7).orElseThrow().report().name()).isEqualTo("beyond");
    }

    private Gates live(Instant now) {
        return Gates.of(book.live(POLICY, now));
    }

    private static ValidatorReport report(String name, String version, long revision, Instant reportedAt) {
        return report(name, version, revision, reportedAt, null);
    }

    private static ValidatorReport report(
            String name, String version, long revision, Instant reportedAt, @Nullable Instant stoppedAt) {
        var object = new ValidatorReport();
        object.setMetadata(new ObjectMetaBuilder()
                .withNamespace("shop")
                .withName(name)
                .withResourceVersion(version)
                .build());
        object.setReport(new ValidatorReport.Report(
                "orders",
                revision,
                null,
                null,
                reportedAt.toString(),
                stoppedAt == null ? null : stoppedAt.toString(),
                null,
                Map.of(),
                Map.of()));
        return object;
    }
}
