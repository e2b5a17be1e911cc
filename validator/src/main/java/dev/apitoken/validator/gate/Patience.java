package dev.apitoken.validator.gate;

import java.time.Duration;
import java.util.Optional;

/** Which deadline a connection has missed, if any. */
final class Patience {
    /** How long a closing connection is read from, so that the client gets our last answer instead of a reset. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final GateTimeouts timeouts;

    Patience(GateTimeouts timeouts) {
        this.timeouts = timeouts;
    }

    /** What a missed deadline leads to. */
    sealed interface Verdict {
        /** Nobody is waiting for an answer, or it is too late for one. */
        record Close() implements Verdict {}

        record Refuse(Refusal why) implements Verdict {}
    }

    /** @param since when the connection began to wait, or answered last, or took something of its answers */
    Optional<Verdict> whileWaiting(long now, long since, boolean first, long headBegunAt) {
        if (headBegunAt != 0 && passed(now, headBegunAt, timeouts.header())) {
            return Optional.of(new Verdict.Refuse(Refusal.RequestTimeout));
        }
        Duration patience = first ? timeouts.header() : timeouts.idle();
        return headBegunAt == 0 && passed(now, since, patience) ? Optional.of(new Verdict.Close()) : Optional.empty();
    }

    Optional<Verdict> whileExchanging(long now, Exchange exchange, boolean readingHeld) {
        if (exchange.responseBegun) {
            return passed(now, exchange.lastProgressAt, timeouts.streamIdle())
                    ? Optional.of(new Verdict.Close())
                    : Optional.empty();
        }
        if (exchange.requestDone || readingHeld) {
            return passed(now, exchange.lastProgressAt, timeouts.upstream())
                    ? Optional.of(new Verdict.Refuse(Refusal.UpstreamTimeout))
                    : Optional.empty();
        }
        boolean late = passed(now, exchange.lastProgressAt, timeouts.idle())
                || passed(now, exchange.begunAt, timeouts.request());
        return late ? Optional.of(new Verdict.Refuse(Refusal.RequestTimeout)) : Optional.empty();
    }

    Optional<Verdict> whileReading(long now, long since) {
        return passed(now, since, timeouts.idle())
                ? Optional.of(new Verdict.Refuse(Refusal.RequestTimeout))
                : Optional.empty();
    }

    Optional<Verdict> whileDiscarding(long now, long since) {
        return passed(now, since, timeouts.idle()) ? Optional.of(new Verdict.Close()) : Optional.empty();
    }

    /** @param owing whether the client has yet to take the rest of its last answer, however slowly it reads */
    Optional<Verdict> whileClosing(long now, long since, boolean owing) {
        return passed(now, since, owing ? timeouts.idle() : LINGER)
                ? Optional.of(new Verdict.Close())
                : Optional.empty();
    }

    private static boolean passed(long now, long since, Duration patience) {
        return now - since > patience.toNanos();
    }
}
