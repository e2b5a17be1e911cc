package dev.apitoken.crds;

/** Why {@link ConditionType#RenewalHealthy} is what it is, spelled as users see it. A closed set. */
public enum RenewalReason {
    /** True: the next renewal lies ahead, or none is due any more. */
    OnTime,
    Overdue,
    RetryBackoff,
    Manual,
    /** A renewal seems due, but the operator's clock is more than a minute off the API server's. */
    ClockSkew
}
