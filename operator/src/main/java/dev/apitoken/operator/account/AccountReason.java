package dev.apitoken.operator.account;

/** Why an ApiAccount's conditions are what they are, spelled as users see it. A closed set. */
public enum AccountReason {
    /** Ready is True: this account counts for its user. */
    AsRequested,
    /** An older ApiAccount of this namespace counts for the user. */
    UserConflict
}
