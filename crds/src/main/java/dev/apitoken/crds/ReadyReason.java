package dev.apitoken.crds;

/** Why {@link ConditionType#Ready} is what it is, spelled as users see it. A closed set. */
public enum ReadyReason {
    /** True: everything is as the spec asks. */
    AsRequested,
    /** Unknown: the first look is still under way. */
    Progressing,
    IssuerNotFound,
    IssuerNotReady,
    NotAllowed,
    SecretConflict,
    InvalidSpec,
    SigningFailed,
    RenewalFailed
}
