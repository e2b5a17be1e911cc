package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ApiTokenStatus;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.ReadyReason;
import dev.apitoken.crds.UnusedReason;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.operator.kubernetes.EventRecorder;
import dev.apitoken.operator.kubernetes.EventRecorder.Type;
import dev.apitoken.operator.restart.RestartOutcome;
import dev.apitoken.token.rotation.ExpiryNotice;
import dev.apitoken.token.secret.StoredToken;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Optional;

/** Events of ApiTokens: one for each rotation, one when something starts to stand in the way. Never a token. */
final class TokenEvents {
    private final EventRecorder recorder;

    TokenEvents(EventRecorder recorder) {
        this.recorder = recorder;
    }

    /** @param status as it is about to be written; the one before it stands in the resource */
    void send(ApiToken token, ApiTokenStatus status, Outcome outcome) {
        unused(token, status);
        switch (outcome) {
            case Outcome.Settled settled -> settled(token, status, settled);
            case Outcome.Postponed postponed -> troubled(token, status, postponed.reason(), postponed.message());
            case Outcome.Contested contested ->
                troubled(token, status, ReadyReason.SecretConflict, contested.message());
            case Outcome.Blocked(var reason, var message) -> troubled(token, status, reason, message);
        }
    }

    private void settled(ApiToken token, ApiTokenStatus status, Outcome.Settled settled) {
        rotated(token, settled);
        settled.restarts().forEach(restart -> restarted(token, settled, restart));
        settled.token().ifPresent(stored -> expiresSoon(token, status, stored));
    }

    /** Told once for each token: its own name and the workload's make the Event's, so a second try adds none. */
    private void restarted(ApiToken token, Outcome.Settled settled, RestartOutcome restart) {
        if (restart instanceof RestartOutcome.Restarted(var target)) {
            settled.token().ifPresent(stored -> {
                long revision = stored.record().revision();
                recorder.send(
                        token,
                        Type.Normal,
                        TokenEventReason.Restarted,
                        "Restart",
                        "restarted " + target + " on account of revision " + revision,
                        stored.token().claims().id() + "/" + target);
            });
        }
    }

    /** The status before says which notice was given last: Events are forgotten after an hour, a status is not. */
    private void expiresSoon(ApiToken token, ApiTokenStatus status, StoredToken.Intact stored) {
        for (var notice : ExpiryNotice.values()) {
            String words = ManualRenewal.words(notice);
            if (renewal(status).contains(words) && !renewal(token.getStatus()).contains(words)) {
                recorder.send(
                        token,
                        Type.Warning,
                        TokenEventReason.ExpiresSoon,
                        "Warn",
                        renewal(status),
                        stored.token().claims().id() + "/" + notice);
            }
        }
    }

    private static String renewal(ApiTokenStatus status) {
        return Conditions.find(status.conditions(), ConditionType.RenewalHealthy)
                .map(Condition::getMessage)
                .orElse("");
    }

    private void rotated(ApiToken token, Outcome.Settled settled) {
        settled.rotated()
                .ifPresent(reason -> settled.token().ifPresent(stored -> {
                    var claims = stored.token().claims();
                    long revision = stored.record().revision();
                    recorder.send(
                            token,
                            Type.Normal,
                            reason,
                            "Rotate",
                            "issued token " + claims.id() + ", revision " + revision + ", expires "
                                    + claims.expiresAt(),
                            Long.toString(revision));
                }));
    }

    private void troubled(ApiToken token, ApiTokenStatus status, ReadyReason reason, String message) {
        if (!ready(token.getStatus()).equals(ready(status))) {
            recorder.send(token, Type.Warning, reason, "Reconcile", message, message);
        }
    }

    /** Once: a use in between makes another instant, and so another Event. */
    private void unused(ApiToken token, ApiTokenStatus status) {
        isUnused(status)
                .filter(now -> isUnused(token.getStatus()).isEmpty())
                .ifPresent(now -> recorder.send(
                        token, Type.Warning, UnusedReason.NotUsed, "Observe", now.getMessage(), now.getMessage()));
    }

    private static Optional<Condition> isUnused(ApiTokenStatus status) {
        return Conditions.find(status.conditions(), ConditionType.Unused)
                .filter(condition -> "True".equals(condition.getStatus()));
    }

    private static Optional<String> ready(ApiTokenStatus status) {
        return Conditions.find(status.conditions(), ConditionType.Ready)
                .map((Condition ready) -> ready.getReason() + ready.getMessage());
    }
}
