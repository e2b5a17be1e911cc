package dev.apitoken.operator.issuer;

/** Why an issuer's conditions are what they are, spelled as users see it. A closed set. */
public enum IssuerReason {
    /** Ready is True: tokens can be signed. */
    AsRequested,
    /** The first look is still under way. */
    Progressing,
    /** Reconciling is True: tokens of a compromised key are being issued anew. */
    KeyCompromised,
    /** The Secret with its keys is gone; restore it from a backup. */
    KeysLost,
    /** The Secret with its keys cannot be read, or holds a weak key. */
    KeysUnreadable,
    /** Its namespace has the keys of so many TokenIssuers already, deleted ones among them, that no more are made. */
    TooManyIssuers,
    InvalidSpec
}
