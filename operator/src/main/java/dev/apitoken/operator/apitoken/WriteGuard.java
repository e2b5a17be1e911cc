package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ReadyReason;
import dev.apitoken.crds.RenewalReason;
import dev.apitoken.operator.kubernetes.ClockWatch;
import dev.apitoken.operator.kubernetes.ManagedFields;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.token.rotation.RotationReason;
import dev.apitoken.token.secret.StoredToken;
import dev.apitoken.token.secret.TokenSecret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What holds up a write to a token Secret although it is due: a clock that is wrong, or too many writes before it. It
 * never holds up an end, which needs no write.
 */
final class WriteGuard {
    private static final Duration CLOCK_AGAIN = Duration.ofSeconds(30);

    /** RFC 6585 section 4. */
    private static final int TOO_MANY_REQUESTS = 429;

    private final WriteBudget mints = WriteBudget.ofMints();
    private final WriteBudget repairs = WriteBudget.ofRepairs();
    private final ClockWatch apiServerClock;

    WriteGuard(ClockWatch apiServerClock) {
        this.apiServerClock = apiServerClock;
    }

    /** What to report instead of a new token; empty: it may be issued. */
    Optional<Outcome> holdUp(Step.Mint mint, Observed observed, Instant now) {
        if (waitsForClock(mint)) {
            return Optional.of(wrongClock(mint, now));
        }
        return mints.nextAfter(mint.wish().desired().uid(), now)
                .map(retryAt ->
                        isFight(mint.issue().reason()) ? lost(mint, observed, retryAt) : tooOften(mint, retryAt));
    }

    /** What to report instead of a repair; empty: it may be made. */
    Optional<Outcome> holdUp(Step.Repair repair, Observed observed, Instant now) {
        if (!isFight(repair, observed)) {
            return Optional.empty();
        }
        return repairs.nextAfter(repair.wish().desired().uid(), now)
                .map(retryAt -> contested(repair.wish(), inView(repair, observed), observed, retryAt));
    }

    void count(Step.Mint mint, Instant now) {
        mints.count(mint.wish().desired().uid(), now);
    }

    /** An API server that has no time has written nothing: its pauses are not somebody's storm (rule F4). */
    void refused(Step.Mint mint, KubernetesClientException answer) {
        if (answer.getCode() == TOO_MANY_REQUESTS || answer.getCode() == HttpURLConnection.HTTP_UNAVAILABLE) {
            mints.takeBack(mint.wish().desired().uid());
        }
    }

    void count(Step.Repair repair, Observed observed, Instant now) {
        if (isFight(repair, observed)) {
            repairs.count(repair.wish().desired().uid(), now);
        }
    }

    void forget(String uid) {
        mints.forget(uid);
        repairs.forget(uid);
    }

    /** What is due by the clock alone waits until the clock can be trusted; all else is as due as before (rule F10). */
    private boolean waitsForClock(Step.Mint mint) {
        return apiServerClock.isOff()
                && switch (mint.issue().reason()) {
                    case Renewal, ClockAnomaly -> true;
                    case FirstIssue,
                            SpecChanged,
                            Requested,
                            KeyCompromised,
                            KeyRetired,
                            SecretMissing,
                            SecretTampered -> false;
                };
    }

    private static boolean isFight(RotationReason reason) {
        return reason == RotationReason.SecretTampered || reason == RotationReason.SecretMissing;
    }

    /** Nothing was asked for that is not reported yet, so somebody else must have changed the Secret. */
    private static boolean isFight(Step.Repair repair, Observed observed) {
        return ApiTokenStatusReport.isCurrent(observed.resource())
                && repair.record().equals(repair.token().record())
                && observed.holding().former().isEmpty();
    }

    /** Without our label the Secret is out of view of whoever lists its token at the gates. */
    private static Optional<StoredToken.Intact> inView(Step.Repair repair, Observed observed) {
        return observed.holding()
                .named()
                .map(SecretObject::content)
                .filter(content -> content.labels().containsKey(TokenSecret.LABEL))
                .map(content -> repair.token());
    }

    private Outcome wrongClock(Step.Mint mint, Instant now) {
        return new Outcome.Postponed(
                mint.wish(),
                ReadyReason.RenewalFailed,
                RenewalReason.ClockSkew,
                "a renewal seems due, but " + apiServerClock.words() + ": set the clock of the operator's node",
                now.plus(CLOCK_AGAIN));
    }

    private static Outcome tooOften(Step.Mint mint, Instant retryAt) {
        return Outcome.Postponed.backingOff(
                mint.wish(),
                ReadyReason.RenewalFailed,
                "a new token is due (" + mint.issue().reason()
                        + "), but too many were issued in a short time; next try at " + retryAt,
                retryAt);
    }

    private static Outcome lost(Step.Mint mint, Observed observed, Instant retryAt) {
        return contested(mint.wish(), Optional.empty(), observed, retryAt);
    }

    private static Outcome contested(
            Wish.Granted wish, Optional<StoredToken.Intact> token, Observed observed, Instant retryAt) {
        var who = observed.holding()
                .named()
                .flatMap(ManagedFields::lastForeignManager)
                .map(manager -> "field manager " + manager + " keeps changing it")
                .orElse("somebody keeps deleting or changing it");
        String message = "Secret " + Holding.secretName(observed.resource()) + " does not stay as it is written: " + who
                + "; stop that, or choose another secret.name. Until then it is put right once in a while";
        return new Outcome.Contested(wish, token, message, retryAt);
    }
}
