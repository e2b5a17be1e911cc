package dev.apitoken.validator.gate;

import dev.apitoken.validator.decision.AccessDecision;
import dev.apitoken.validator.decision.Request;
import dev.apitoken.validator.gate.GateMetrics.Entry;
import dev.apitoken.validator.index.AccessState;
import java.time.Instant;

/** Where every decision is counted, and its line written. */
final class DecisionBook {
    private final GateMetrics metrics;
    private final DecisionLog log = new DecisionLog();

    DecisionBook(GateMetrics metrics) {
        this.metrics = metrics;
    }

    <D extends AccessDecision> D enter(Entry entry, Request request, D decision, AccessState state, Instant now) {
        metrics.decided(entry, decision);
        log.decided(entry, request, decision, state, now);
        return decision;
    }
}
