package dev.apitoken.validator.gate;

import dev.apitoken.token.access.IpAddress;
import dev.apitoken.validator.decision.AccessDecision;
import dev.apitoken.validator.decision.AccessDecision.Allowed;
import dev.apitoken.validator.decision.AccessDecision.Denied;
import dev.apitoken.validator.decision.Principal;
import dev.apitoken.validator.decision.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    void decided(GateMetrics.Entry entry, Request request, AccessDecision decision, Instant now) {
        switch (decision) {
            case Allowed allowed -> {
                if (log.isDebugEnabled()) {
                    allowed(entry, request, allowed);
                }
            }
            case Denied denied -> {
                if (log.isInfoEnabled() && isSampled(now)) {
                    denied(entry, request, denied);
                }
            }
        }
    }

    private static void allowed(GateMetrics.Entry entry, Request request, Allowed allowed) {
        var line = log.atDebug()
                .addKeyValue("entry", entry)
                .addKeyValue("method", LoggedMethod.of(request.method()))
                .addKeyValue("path", LoggedPath.of(request.target()))
                .addKeyValue("peer", request.peer())
                .addKeyValue("client", allowed.client().map(IpAddress::toString).orElse("unknown"));
        if (allowed.principal().isPresent()) {
            Principal principal = allowed.principal().get();
            line = line.addKeyValue("user", principal.user())
                    .addKeyValue("namespace", principal.namespace())
                    .addKeyValue("tokenId", principal.id());
        }
        line.log("allowed");
    }

    private void denied(GateMetrics.Entry entry, Request request, Denied denied) {
        var line = log.atInfo()
                .addKeyValue("reason", denied.reason())
                .addKeyValue("entry", entry)
                .addKeyValue("method", LoggedMethod.of(request.method()))
                .addKeyValue("path", LoggedPath.of(request.target()))
                .addKeyValue("peer", request.peer())
                .addKeyValue("notLogged", skipped.getAndSet(0));
        if (denied.tokenId().isPresent()) {
            line = line.addKeyValue("tokenId", denied.tokenId().get());
        }
        line.log("denied");
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
