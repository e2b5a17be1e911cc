package dev.apitoken.operator.apitoken;

/** A field of an ApiToken that means nothing. */
final class InvalidFieldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidFieldException(String field, String message) {
        super(field + ": " + message);
    }
}
