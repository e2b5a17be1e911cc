package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ApiTokenStatus;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.ReadyReason;
import dev.apitoken.crds.UnusedReason;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.operator.kubernetes.EventRecorder;
import dev.apitoken.operator.kubernetes.EventRecorder.Type;
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
            case Outcome.Settled settled -> rotated(token, settled);
            case Outcome.Postponed postponed -> troubled(token, status, postponed.reason(), postponed.message());
            case Outcome.Blocked(var reason, var message) -> troubled(token, status, reason, message);
        }
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
