package dev.apitoken.operator.apitoken;

/**
 * A limit of an issuer that an ApiToken is outside of.
 *
 * @param limit the field, such as {@code limits.users}
 * @param message for people: what is outside, and of which issuer
 */
record LimitBreach(String limit, String message) {}
