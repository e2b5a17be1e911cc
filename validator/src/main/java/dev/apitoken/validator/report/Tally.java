package dev.apitoken.validator.report;

import dev.apitoken.token.TokenId;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.validator.decision.AccessDecision;
import dev.apitoken.validator.decision.AccessDecision.Allowed;
import dev.apitoken.validator.decision.AccessDecision.Denied;
import dev.apitoken.validator.decision.DenialReason;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one event loop has decided since it was last asked. Only that loop touches it, so a request costs one look into
 * a hash table, and a token used again in the same second nothing more.
 */
public final class Tally {
    /** What was seen, to be handed over. */
    record Seen(Counts counts, Map<TokenId, LastUse> uses) {}

    private static final class Use {
        private Instant time;
        private long second;
        private Optional<IpAddress> source;

        private Use(Instant time, Optional<IpAddress> source) {
            this.time = time;
            this.second = time.getEpochSecond();
            this.source = source;
        }

        private void again(Instant at, Optional<IpAddress> from) {
            if (at.getEpochSecond() > second) {
                time = at;
                second = at.getEpochSecond();
                source = from;
            }
        }

        private LastUse last() {
            return new LastUse(time, source);
        }
    }

    private final int capacity;
    private final long[] denials = new long[DenialReason.values().length];
    private long requests;
    private Map<TokenId, Use> uses = new HashMap<>();

    /** @param capacity how many tokens are remembered between two hand-overs; what is beyond is not */
    Tally(int capacity) {
        this.capacity = capacity;
    }

    /** On the event loop, for each request. */
    public void decided(AccessDecision decision, Instant now) {
        requests++;
        switch (decision) {
            case Denied denied -> denials[denied.reason().ordinal()]++;
            case Allowed allowed -> {
                if (allowed.principal().isPresent()) {
                    used(allowed.principal().get().id(), allowed.client(), now);
                }
            }
        }
    }

    private void used(TokenId id, Optional<IpAddress> source, Instant now) {
        Use known = uses.get(id);
        if (known != null) {
            known.again(now, source);
        } else if (uses.size() < capacity) {
            uses.put(id, new Use(now, source));
        }
    }

    /** On the event loop, or after its end. */
    Seen handOver() {
        var counted = new EnumMap<DenialReason, Long>(DenialReason.class);
        for (DenialReason reason : DenialReason.values()) {
            if (denials[reason.ordinal()] > 0) {
                counted.put(reason, denials[reason.ordinal()]);
            }
        }
        var seen = new HashMap<TokenId, LastUse>();
        uses.forEach((id, use) -> seen.put(id, use.last()));
        var counts = new Counts(requests, counted);
        uses = new HashMap<>();
        requests = 0;
        java.util.Arrays.fill(denials, 0);
        return new Seen(counts, seen);
    }
}
