package dev.apitoken.token.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.apitoken.token.rotation.RotationPolicy.Renewal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the records of this room refuse to hold, and what they make of what they are given. */
class RotationWordsTest {
    private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");
    private static final RenewBefore THIRD = new RenewBefore.Percentage(33);

    @Test
    void aRenewalPolicyKeepsItsBounds() {
        for (int jitter : new int[] {0, 50}) {
            assertThatCode(() -> new RotationPolicy(Renewal.Automatic, THIRD, jitter, Duration.ZERO))
                    .doesNotThrowAnyException();
        }
        for (int jitter : new int[] {-1, 51}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RotationPolicy(Renewal.Automatic, THIRD, jitter, Duration.ZERO));
        }
        for (var overlap : List.of(Duration.ofSeconds(-1), RotationPolicy.LONGEST_OVERLAP.plusSeconds(1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RotationPolicy(Renewal.Automatic, THIRD, 0, overlap));
        }
    }

    @Test
    void aShareOfTheLifeIsOneToNinetyPercentInWholeSeconds() {
        assertThat(new RenewBefore.Percentage(1).of(Duration.ofSeconds(199))).isEqualTo(Duration.ofSeconds(1));
        assertThat(new RenewBefore.Percentage(90).of(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(9));
        for (int percent : new int[] {0, 91, -33}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new RenewBefore.Percentage(percent));
        }
    }

    @Test
    void aRevisionStaysWhereOneMoreIsStillPossible() {
        for (long revision : new long[] {1, TokenRecord.MAX_REVISION}) {
            assertThat(record(revision, Optional.empty()).revision()).isEqualTo(revision);
        }
        for (long revision : new long[] {0, -1, TokenRecord.MAX_REVISION + 1}) {
            assertThatIllegalArgumentException().isThrownBy(() -> record(revision, Optional.empty()));
        }
    }

    @Test
    void ofTwoEndsTheEarlierStands() {
        assertThat(record(1, Optional.empty()).endedAt(END).endsAt()).contains(END);
        assertThat(record(1, Optional.of(END)).endedAt(END.plusSeconds(1)).endsAt())
                .contains(END);
        assertThat(record(1, Optional.of(END)).endedAt(END.minusSeconds(1)).endsAt())
                .contains(END.minusSeconds(1));
    }

    @Test
    void aTokenIsWishedForAWholeSecondAtLeast() {
        var wish = new Wish();
        wish.validity = Duration.ofMillis(999);
        assertThatIllegalArgumentException().isThrownBy(wish::desired);
        wish.validity = Duration.ofMillis(1_999);
        assertThat(wish.desired().validity()).isEqualTo(Duration.ofSeconds(1));
        wish.expiresAt = Optional.of(END.plusMillis(999));
        assertThat(wish.desired().expiresAt()).contains(END);
    }

    @Test
    void aFarHardEndShortensNothing() {
        var wish = new Wish();
        wish.expiresAt = Optional.of(END.plus(Duration.ofDays(3_000)));

        assertThat(wish.firstToken(END).life()).isEqualTo(Duration.ofDays(30));
    }

    private static TokenRecord record(long revision, Optional<Instant> endsAt) {
        return new TokenRecord(revision, Optional.empty(), endsAt, Optional.empty());
    }
}
