package dev.apitoken.validator.gate;

import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.PolicySettings;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for a decision: allowed ones at debug level, denied ones sampled, since whoever sends a million bad tokens
 * must not get a million lines (N3). Exact numbers are in the metrics. Never a header, never a query.
 */
final class DecisionLog {
    private static final Logger log = LoggerFactory.getLogger("dev.apitoken.validator.decisions");
    private static final int LINES_PER_SECOND = 20;

    private final AtomicLong second = new AtomicLong();
    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();

    void decided(GateMetrics.Entry entry, Request request, AccessDecision decision, AccessState state, Instant now) {
        switch (decision) {
            case Allowed allowed -> {
                if (log.isDebugEnabled()) {
                    allowed(entry, request, allowed, state);
                }
            }
            case Denied denied -> {
                if (log.isInfoEnabled() && isSampled(now)) {
                    denied(entry, request, denied, state);
                }
            }
        }
    }

    private static void allowed(GateMetrics.Entry entry, Request request, Allowed allowed, AccessState state) {
        var line = described(log.atDebug(), entry, request);
        if (state instanceof AccessState.Usable(AccessIndex index)) {
            line = judged(line, request, index.policy());
        }
        if (allowed.principal().isPresent()) {
            Principal principal = allowed.principal().get();
            line = line.addKeyValue("user", principal.user())
                    .addKeyValue("namespace", principal.namespace())
                    .addKeyValue("tokenId", principal.id());
        }
        line.log("allowed");
    }

    private void denied(GateMetrics.Entry entry, Request request, Denied denied, AccessState state) {
        var line = described(log.atInfo().addKeyValue("reason", denied.reason()), entry, request)
                .addKeyValue("notLogged", skipped.getAndSet(0));
        if (state instanceof AccessState.Usable(AccessIndex index)) {
            line = judged(line, request, index.policy());
        }
        if (denied.tokenId().isPresent()) {
            line = line.addKeyValue("tokenId", denied.tokenId().get());
        }
        line.log("denied");
    }

    private static LoggingEventBuilder described(LoggingEventBuilder line, GateMetrics.Entry entry, Request request) {
        return line.addKeyValue("entry", entry)
                .addKeyValue("method", LoggedMethod.of(request.method()))
                .addKeyValue("path", LoggedPath.of(request.target()))
                .addKeyValue("peer", request.peer());
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

    private boolean isSampled(Instant now) {
        long current = now.getEpochSecond();
        long last = second.get();
        if (current - last >= Duration.ofSeconds(1).toSeconds() && second.compareAndSet(last, current)) {
            lines.set(0);
        }
        if (lines.incrementAndGet() <= LINES_PER_SECOND) {
            return true;
        }
        skipped.incrementAndGet();
        return false;
    }
}
