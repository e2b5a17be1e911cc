package dev.apitoken.validator.gate;

import dev.apitoken.validator.decision.AccessDecision;
import dev.apitoken.validator.decision.Request;
import dev.apitoken.validator.gate.GateMetrics.Entry;
import dev.apitoken.validator.index.AccessState;
import dev.apitoken.validator.report.Tally;
import java.time.Instant;

/** Where every decision of one event loop is counted, and its line written. */
final class DecisionBook {
    private final GateMetrics metrics;
    private final DecisionLog log;
    private final Tally tally;

    /** @param log of all event loops: what it samples is sampled together */
    DecisionBook(GateMetrics metrics, DecisionLog log, Tally tally) {
        this.metrics = metrics;
        this.log = log;
        this.tally = tally;
    }

    <D extends AccessDecision> D enter(Entry entry, Request request, D decision, AccessState state, Instant now) {
        metrics.decided(entry, decision);
        tally.decided(decision, now);
        log.decided(entry, request, decision, state, now);
        return decision;
    }
}
