package dev.apitoken.token.signing;

/** The life of a signing key, in this order; Compromised can follow any other. */
public enum KeyState {
    /** Published, so that every validator knows it, but not signing yet. */
    Pending,
    Active,
    /** Verifies until the last token it signed has ended. */
    Retiring,
    /** Nothing it signed is accepted and it never signs again. */
    Compromised
}
