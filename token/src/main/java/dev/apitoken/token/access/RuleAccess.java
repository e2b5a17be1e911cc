package dev.apitoken.token.access;

/** What a rule grants to the requests it matches. */
public enum RuleAccess {
    /** A live token, and one of the rule's roles if it names any. */
    Authenticated,
    /** Anybody, with or without a token. */
    Public,
    /** Nobody. */
    Denied
}
