package dev.apitoken.validator.credential;

/** Where a credential may stand, in the order in which {@code FirstValid} tries them. */
public enum Place {
    AuthorizationBearer,
    ApiKeyHeader,
    ApiKeyCookie,
    AuthTokenHeader
}
