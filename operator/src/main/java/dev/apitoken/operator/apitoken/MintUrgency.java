package dev.apitoken.operator.apitoken;

import dev.apitoken.token.rotation.Liveness;
import dev.apitoken.token.rotation.ObservedToken;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * How badly an ApiToken needs a new token. First those whose holder is locked out: compromised, ended, lost, or never
 * had one. Then those whose token ends first.
 *
 * @param acceptedUntil of the token there is, when it is accepted; empty: its holder gets in nowhere
 */
record MintUrgency(Optional<Instant> acceptedUntil) implements Comparable<MintUrgency> {
    private static final Comparator<MintUrgency> ORDER =
            Comparator.comparing(urgency -> urgency.acceptedUntil().orElse(Instant.MIN));

    static MintUrgency of(Wish.Granted wish, Optional<ObservedToken> token, Instant now) {
        return new MintUrgency(
                token.flatMap(found -> Liveness.of(wish.desired(), found, now) instanceof Liveness.Live live
                        ? Optional.of(live.until())
                        : Optional.empty()));
    }

    @Override
    public int compareTo(MintUrgency other) {
        return ORDER.compare(this, other);
    }
}
