package dev.apitoken.token.rotation;

import java.time.Instant;

/** Wish and fact in, plan out. An ordered list of checks; the first that applies decides. */
public final class RotationPlanner {
    private RotationPlanner() {}

    public static RotationPlan plan(DesiredToken desired, Observation observed, Instant now) {
        throw new IllegalStateException("planned for " + desired.uid() + observed + now);
    }
}
