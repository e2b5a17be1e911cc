package dev.apitoken.token.access;

/**
 * How denials are answered.
 *
 * @param insufficientRole 403 or 401
 * @param deniedSource 401 or 403
 */
public record ResponseSettings(int insufficientRole, int deniedSource, Format format, String realm) {
    public enum Format {
        Json,
        /** RFC 9457. */
        Problem
    }

    public static final ResponseSettings DEFAULT = new ResponseSettings(403, 401, Format.Json, "apitoken");
}
