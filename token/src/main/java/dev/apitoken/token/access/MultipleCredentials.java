package dev.apitoken.token.access;

/** What happens when a request carries more than one credential. */
public enum MultipleCredentials {
    /** Equal ones pass, different ones are ambiguous. */
    Same,
    /** More than one is ambiguous. */
    Reject,
    /** The first that verifies counts. */
    FirstValid
}
