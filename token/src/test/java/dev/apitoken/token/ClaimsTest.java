package dev.apitoken.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void instantsAreCutToWholeSeconds() {
        var claims = claims(ISSUED.plusMillis(999), ISSUED.plusSeconds(60).plusNanos(1), audiences("a"));

        assertThat(claims.issuedAt()).isEqualTo(ISSUED);
        assertThat(claims.expiresAt()).isEqualTo(ISSUED.plusSeconds(60));
        assertThat(claims.notBefore()).isEqualTo(ISSUED.minusSeconds(5));
    }

    @Test
    void aTokenThatWouldExpireInTheSecondOfItsIssueIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> claims(ISSUED, ISSUED.plus(Duration.ofMillis(999)), audiences("a")));
        assertThatIllegalArgumentException().isThrownBy(() -> claims(ISSUED, ISSUED.minusSeconds(1), audiences("a")));
    }

    @Test
    void aTokenForNobodyIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> claims(ISSUED, ISSUED.plusSeconds(1), audiences()));
    }

    @Test
    void whatIsGivenLaterDoesNotChangeThem() {
        var audiences = audiences("b", "a");
        var claims = claims(ISSUED, ISSUED.plusSeconds(1), audiences);
        audiences.add("c");

        assertThat(claims.audiences()).containsExactly("a", "b").isUnmodifiable();
    }

    private static Claims claims(Instant issuedAt, Instant expiresAt, SortedSet<String> audiences) {
        return new Claims("urn:test", new User("ci"), audiences, new TokenId("id"), "uid", issuedAt, expiresAt);
    }

    private static SortedSet<String> audiences(String... names) {
        return new TreeSet<>(List.of(names));
    }
}
