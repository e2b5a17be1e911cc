package dev.apitoken.validator.gate;

import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.validator.credential.CredentialReader;
import dev.apitoken.validator.credential.Place;
import dev.apitoken.validator.decision.AccessDecision;
import dev.apitoken.validator.decision.AccessDecision.Allowed;
import dev.apitoken.validator.decision.AccessDecision.Denied;
import dev.apitoken.validator.decision.ClientAddress;
import dev.apitoken.validator.decision.Principal;
import dev.apitoken.validator.decision.Request;
import dev.apitoken.validator.index.AccessIndex;
import dev.apitoken.validator.index.AccessState;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for a decision, as many in a second as the settings say: whoever sends a million bad tokens must not get a
 * million lines (N3). At debug level each allowed one has its line. Exact numbers are in the metrics. Never a header,
 * never a query; of a token what its entry says and no character of its own. docs/reference/decision-log.md has the fields.
 */
final class DecisionLog {
    private static final Logger log = LoggerFactory.getLogger("dev.apitoken.validator.decisions");

    private final LineBudget allowedLines;
    private final LineBudget deniedLines;

    DecisionLog(DecisionLogLimits limits) {
        this.allowedLines = new LineBudget(limits.allowed());
        this.deniedLines = new LineBudget(limits.denied());
    }

    void decided(GateMetrics.Entry entry, Request request, AccessDecision decision, AccessState state, Instant now) {
        switch (decision) {
            case Allowed allowed -> {
                if (log.isDebugEnabled()) {
                    allowed(log.atDebug(), entry, request, allowed, state);
                } else if (!allowedLines.isNone() && log.isInfoEnabled() && allowedLines.spend(now)) {
                    allowed(sampled(allowedLines), entry, request, allowed, state);
                }
            }
            case Denied denied -> {
                if (!deniedLines.isNone() && log.isInfoEnabled() && deniedLines.spend(now)) {
                    denied(entry, request, denied, state);
                }
            }
        }
    }

    private static LoggingEventBuilder sampled(LineBudget lines) {
        return log.atInfo().addKeyValue("notLogged", lines.takeSkipped());
    }

    private static void allowed(
            LoggingEventBuilder to, GateMetrics.Entry entry, Request request, Allowed allowed, AccessState state) {
        var line = described(to, "allowed", "none", entry, request, state);
        if (allowed.principal().isPresent()) {
            Principal one = allowed.principal().get();
            line = ofToken(line, one.id(), Optional.of(one.signedBy()), one.user(), one.namespace());
        }
        line.log("allowed");
    }

    private void denied(GateMetrics.Entry entry, Request request, Denied denied, AccessState state) {
        var line = described(sampled(deniedLines), "denied", denied.reason().name(), entry, request, state);
        if (denied.token().isPresent()) {
            var one = denied.token().get();
            line = ofToken(line, one.id(), one.signedBy(), one.user(), one.namespace());
        }
        line.log("denied");
    }

    private static LoggingEventBuilder ofToken(
            LoggingEventBuilder line, TokenId id, Optional<KeyId> key, User user, String namespace) {
        var told = line.addKeyValue("tokenId", id).addKeyValue("user", user).addKeyValue("namespace", namespace);
        return key.isPresent() ? told.addKeyValue("keyId", key.get()) : told;
    }

    private static LoggingEventBuilder described(
            LoggingEventBuilder to,
            String decision,
            String reason,
            GateMetrics.Entry entry,
            Request request,
            AccessState state) {
        var line = to.addKeyValue("decision", decision)
                .addKeyValue("reason", reason)
                .addKeyValue("entry", entry)
                .addKeyValue("method", LoggedMethod.of(request.method()))
                .addKeyValue("path", LoggedPath.of(request.target()))
                .addKeyValue("peer", request.peer());
        return state instanceof AccessState.Usable(AccessIndex index) ? judged(line, request, index.policy()) : line;
    }

    /** What only a policy makes known. Worked out again, since only a line that is written needs it. */
    private static LoggingEventBuilder judged(LoggingEventBuilder line, Request request, PolicySettings policy) {
        var client = ClientAddress.of(request.peer(), request::headers, policy);
        var places = CredentialReader.places(request::headers, policy.credentials());
        return line.addKeyValue("policy", policy.namespace() + "/" + policy.name())
                .addKeyValue("client", client.map(IpAddress::toString).orElse("unknown"))
                .addKeyValue("place", places.isEmpty() ? "none" : join(places));
    }

    private static String join(Set<Place> places) {
        return places.stream().map(Place::name).collect(Collectors.joining(","));
    }
}
