package dev.apitoken.crds;

/** The conditions of all kinds; each constant is spelled as users see it. */
public enum ConditionType {
    /** The resource is as its spec asks; also when the spec asks for disabled or expired. */
    Ready,
    /** A client with the token in the Secret gets in now. */
    Live,
    /** Renewals happen on time. */
    RenewalHealthy,
    /** Every reporting validator has applied the newest state. */
    Enforced,
    /** The token was not used for as long as its issuer says; only where the issuer says something. */
    Unused,
    /** Work is under way (kstatus). */
    Reconciling,
    /** Nothing will change until somebody edits (kstatus). */
    Stalled
}
