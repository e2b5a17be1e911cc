package dev.apitoken.validator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReportScheduleTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final ReportSchedule schedule = new ReportSchedule(START);

    @Test
    void a_gate_without_any_revision_says_so_after_ten_seconds() {
        assertThat(schedule.isDue(false, START.plusSeconds(9))).isFalse();
        assertThat(schedule.isDue(false, START.plusSeconds(10))).isTrue();
    }

    @Test
    void a_new_revision_is_told_within_a_second() {
        schedule.written(START);
        schedule.applied(START.plusSeconds(5));

        assertThat(schedule.dueAt(false)).isBetween(START.plusSeconds(5), START.plusSeconds(6));
    }

    @Test
    void news_about_requests_waits_for_a_minute_after_the_last_report() {
        schedule.written(START);

        assertThat(schedule.isDue(true, START.plusSeconds(59))).isFalse();
        assertThat(schedule.isDue(true, START.plusSeconds(60))).isTrue();
    }

    @Test
    void without_news_there_is_a_sign_of_life_every_five_minutes() {
        schedule.written(START);

        assertThat(schedule.isDue(false, START.plusSeconds(299))).isFalse();
        assertThat(schedule.isDue(false, START.plusSeconds(300))).isTrue();
    }

    @Test
    void failures_are_tried_again_with_pauses_that_grow_to_a_minute() {
        schedule.written(START);
        Instant now = START.plus(Duration.ofMinutes(5));
        List<Long> pauses = new ArrayList<>();
        for (int failure = 0; failure < 7; failure++) {
            schedule.failed(now);
            Instant next = schedule.dueAt(false);
            pauses.add(Duration.between(now, next).toSeconds());
            now = next;
        }

        assertThat(pauses)
                .startsWith(5L, 10L, 20L)
                .endsWith(60L, 60L)
                .allSatisfy(pause -> assertThat(pause).isBetween(5L, 60L));
    }

    @Test
    void a_revision_that_was_not_told_stays_due() {
        schedule.applied(START);
        schedule.failed(START.plusSeconds(1));

        assertThat(schedule.dueAt(false)).isEqualTo(START.plusSeconds(6));
    }

    /** Whatever comes when: never more than four in any minute, and with revisions at rest one. */
    @Test
    void however_often_revisions_change_there_are_at_most_four_reports_in_any_minute() {
        var random = new Random(1);
        var written = new ArrayList<Instant>();
        Instant now = START;
        for (int step = 0; step < 20_000; step++) {
            now = now.plusMillis(random.nextInt(400));
            if (random.nextInt(3) == 0) {
                schedule.applied(now);
            }
            if (schedule.isDue(random.nextBoolean(), now)) {
                if (random.nextInt(10) == 0) {
                    schedule.failed(now);
                } else {
                    schedule.written(now);
                }
                written.add(now);
            }
        }

        assertThat(written).hasSizeGreaterThan(100);
        for (int index = 4; index < written.size(); index++) {
            assertThat(Duration.between(written.get(index - 4), written.get(index)))
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(1));
        }
    }
}
