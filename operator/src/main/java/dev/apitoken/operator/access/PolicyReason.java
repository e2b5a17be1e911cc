package dev.apitoken.operator.access;

/** Why an AccessPolicy's conditions are what they are, spelled as users see it. A closed set. */
public enum PolicyReason {
    /** Ready is True: the access Secret says what the spec asks. */
    AsRequested,
    /** The first look is still under way. */
    Progressing,
    /** A field cannot be read; what was in force before stays in force. */
    InvalidSpec,
    /** A Secret of another owner has the name that the access Secret needs. */
    SecretConflict,
    /** Role or RoleBinding of the validators could not be written; the access Secret is up to date all the same. */
    RightsNotGranted,
    /** The access Secret could not be written; it is tried again by itself. */
    WriteFailed,
    /** An Event: what was written for the policy had been changed by somebody and was put right. */
    Restored,
    /** An Event: a validator has applied a later revision than the one that is stored. */
    ValidatorAhead
}
