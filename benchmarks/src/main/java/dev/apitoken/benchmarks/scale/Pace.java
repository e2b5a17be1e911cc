package dev.apitoken.benchmarks.scale;

import java.time.Duration;

/**
 * How long the parts of a run take that take as long as one likes.
 *
 * @param validity of the tokens that will be due at once; a tenth of it must pass before any can be
 * @param settle before rest: an issuer counts its tokens anew after two seconds, and every thirty
 * @param rest how long the operator is watched doing nothing
 * @param atGate how many tokens are ended in front of a validator
 */
record Pace(Duration validity, Duration settle, Duration rest, int atGate) {
    static final Pace FULL = new Pace(Duration.ofMinutes(30), Duration.ofSeconds(35), Duration.ofMinutes(2), 100);
    static final Pace SMOKE = new Pace(Duration.ofMinutes(5), Duration.ofSeconds(4), Duration.ofSeconds(3), 5);

    Pace resting(Duration time) {
        return new Pace(validity, settle, time, atGate);
    }

    /** Long before the storm is made and long after everything else is measured. */
    Duration renewBefore() {
        return validity.dividedBy(3);
    }
}
