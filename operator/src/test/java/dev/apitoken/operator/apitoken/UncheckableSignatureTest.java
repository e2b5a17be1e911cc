package dev.apitoken.operator.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ReadyReason;
import dev.apitoken.token.signing.SignatureCheckException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A broken security provider must not make every token look altered: all of them would be minted again. */
class UncheckableSignatureTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void nothingIsMintedAndTheStatusSaysWhy() {
        var observed = Observed.of(
                new ApiToken(),
                new Wish.Refused(ReadyReason.InvalidSpec, "not asked"),
                new Holding(Optional.empty(), Optional.empty(), List.of()),
                () -> {
                    throw new SignatureCheckException();
                });

        assertThat(ApiTokenPlanner.plan(observed, NOW)).isInstanceOfSatisfying(Step.Blocked.class, blocked -> {
            assertThat(blocked.reason()).isEqualTo(ReadyReason.SigningFailed);
            assertThat(blocked.message()).contains("cannot check signatures", "nothing is issued");
        });
    }
}
