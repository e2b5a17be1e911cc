package dev.apitoken.operator.apitoken;

import static dev.apitoken.operator.apitoken.Samples.EXPIRY;
import static dev.apitoken.operator.apitoken.Samples.ISSUED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ApiTokenStatus;
import dev.apitoken.crds.ReadyReason;
import dev.apitoken.token.rotation.RotationPlanner;
import dev.apitoken.token.rotation.RotationReason;
import dev.apitoken.token.secret.StoredToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTokenStatusReportTest {
    private static final Instant RENEWAL = ISSUED.plus(Duration.ofHours(8));

    @Test
    void aRenewedTokenEndsWithTheOverlapAndIsRememberedWithTheReasonOfItsSuccessor() {
        var first = Samples.issued();
        var status = rotated(firstStatus(first, ""), "", first, RENEWAL);

        assertThat(status.revision()).isEqualTo(2);
        assertThat(status.history()).singleElement().satisfies(ended -> {
            assertThat(ended.id()).isEqualTo(first.token().claims().id().value());
            assertThat(ended.revision()).isEqualTo(1);
            assertThat(ended.reason()).isEqualTo("Renewal");
            assertThat(ended.endedAt()).isEqualTo(text(RENEWAL.plus(Duration.ofMinutes(10))));
        });
        assertThat(Objects.requireNonNull(status.previous()).acceptedUntil())
                .isEqualTo(text(RENEWAL.plus(Duration.ofMinutes(10))));
    }

    @Test
    void aTokenThatExpiredWhileNobodyWasThereEndedAtItsExpiry() {
        var first = Samples.issued();
        var status = rotated(firstStatus(first, ""), "", first, EXPIRY.plus(Duration.ofDays(3)));

        assertThat(status.history())
                .singleElement()
                .satisfies(ended -> assertThat(ended.endedAt()).isEqualTo(text(EXPIRY)));
        assertThat(status.previous()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 20})
    void noMoreIsRememberedThanAskedForAndTheNewestFirst(int limit) {
        String spec = "historyLimit: " + limit;
        var token = Samples.issued();
        var status = firstStatus(token, spec);
        var now = RENEWAL;
        for (int rotation = 0; rotation < limit + 2; rotation++, now = now.plus(Duration.ofHours(8))) {
            var next = renewed(token, spec, now);
            status = report(resource(spec, status), next, RotationReason.Renewal, now);
            token = next;
        }

        assertThat(status.history()).hasSize(limit);
        assertThat(status.history())
                .isSortedAccordingTo((one, other) ->
                        Long.compare(Objects.requireNonNull(other.revision()), Objects.requireNonNull(one.revision())));
    }

    @Test
    void aReportThatIsMadeAgainSaysTheSame() {
        var first = Samples.issued();
        var status = firstStatus(first, "");

        assertThat(report(resource("", status), first)).isEqualTo(status);
    }

    @Test
    void whatIsKnownStaysWhileNothingCanBeSeen() {
        var first = Samples.issued();
        var before = firstStatus(first, "");
        var resource = resource("", before);
        var observed = Samples.observed(resource, new Wish.Refused(ReadyReason.NotAllowed, "why"), Optional.empty());
        var status = ApiTokenStatusReport.of(
                observed,
                new Outcome.Blocked(ReadyReason.NotAllowed, "why"),
                Optional.empty(),
                Samples.UNREPORTED,
                ISSUED);

        assertThat(status.token()).isEqualTo(before.token());
        assertThat(status.revision()).isEqualTo(1);
        assertThat(status.lastRotation()).isEqualTo(before.lastRotation());
        assertThat(status.renewalTime()).isNull();
    }

    private static ApiTokenStatus firstStatus(StoredToken.Intact first, String spec) {
        return report(Samples.apiToken(spec, ""), first, RotationReason.FirstIssue, ISSUED);
    }

    private static ApiTokenStatus rotated(ApiTokenStatus before, String spec, StoredToken.Intact token, Instant now) {
        return report(resource(spec, before), renewed(token, spec, now), RotationReason.Renewal, now);
    }

    private static StoredToken.Intact renewed(StoredToken.Intact token, String spec, Instant now) {
        return Samples.issued(Samples.apiToken(spec, ""), token.observation(), now);
    }

    private static ApiTokenStatus report(ApiToken resource, StoredToken.Intact token) {
        var wish = Samples.wish(resource);
        var plan = RotationPlanner.plan(wish.desired(), token.observation(), ISSUED);
        var observed = Samples.observed(resource, wish, Optional.of(token));
        return ApiTokenStatusReport.of(
                observed,
                Outcome.Settled.undisturbed(wish, plan, Optional.of(token)),
                Optional.empty(),
                Samples.UNREPORTED,
                ISSUED);
    }

    private static ApiTokenStatus report(
            ApiToken resource, StoredToken.Intact token, RotationReason reason, Instant now) {
        var wish = Samples.wish(resource);
        var plan = RotationPlanner.plan(wish.desired(), token.observation(), now);
        var outcome = new Outcome.Settled(wish, plan, Optional.of(token), Optional.of(reason), List.of());
        var observed = Samples.observed(resource, wish, Optional.empty());
        return ApiTokenStatusReport.of(observed, outcome, Optional.empty(), Samples.UNREPORTED, now);
    }

    private static ApiToken resource(String spec, ApiTokenStatus status) {
        var resource = Samples.apiToken(spec, "");
        resource.setStatus(status);
        return resource;
    }

    private static String text(Instant instant) {
        return instant.toString();
    }
}
