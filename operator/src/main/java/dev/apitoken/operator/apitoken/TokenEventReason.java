package dev.apitoken.operator.apitoken;

/** Reasons of Events beside those of rotations and of Ready, spelled as users see them. A closed set. */
enum TokenEventReason {
    /** A workload of {@code restartTargets} is being restarted. */
    Restarted,
    /** A token of policy Manual ends in less than 30, 14, 7 or 1 days. */
    ExpiresSoon
}
