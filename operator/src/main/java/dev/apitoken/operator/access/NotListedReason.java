package dev.apitoken.operator.access;

/** Why a token that names a policy's audience is not listed, spelled as users see it. A closed set. */
public enum NotListedReason {
    /** {@code tokensFrom} does not admit its namespace or its issuer. */
    NotAdmitted,
    /** Its Secret holds no token of ours, yet or any more. */
    NotIssued,
    IssuerNotFound,
    IssuerNotReady,
    /** Outside its issuer's limits, or of a namespace its issuer does not serve. */
    NotAllowed,
    /** Another owner holds its Secret. */
    SecretConflict,
    /** Its spec cannot be read; its allowed sources included: a filter nobody understands admits nobody. */
    InvalidSpec,
    AccountDisabled,
    /** The issuer says {@code accounts: Required} and its user has none. */
    AccountRequired,
    Disabled,
    Denied,
    Expired,
    /** It is about to be replaced, and its successor is not there yet. */
    Superseded,
    /** The same token stands in the Secret of the ApiToken it was issued for, and counts there. */
    Duplicate
}
