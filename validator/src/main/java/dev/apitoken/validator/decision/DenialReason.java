package dev.apitoken.validator.decision;

/** Why a request is refused: the same word in log, metric and docs. A closed set; the client sees only its status. */
public enum DenialReason {
    /** The state of the policy is not known yet. */
    NotReady,
    /** The state of the policy is older than {@code maxStaleness}. */
    Stale,
    BadPath,
    NoCredential,
    /** A credential is there but cannot be a token: empty, too long, other characters, a foreign scheme alone. */
    MalformedCredential,
    /** More than one credential where the policy wants one, or a repeated field. */
    AmbiguousCredential,
    /** Not listed: unknown, revoked, disabled, deleted, of another audience. */
    UnknownToken,
    ExpiredToken,
    /** Listed, but no listed key signed it. */
    BadSignature,
    SourceDenied,
    CrossSiteCookie,
    RoleMissing,
    /** A rule denies it, or no rule matches. */
    RuleDenied,
    /** Who asked for an external decision may not ask. */
    CallerDenied,
    /** The decision itself failed: a fault of ours. */
    Failed
}
