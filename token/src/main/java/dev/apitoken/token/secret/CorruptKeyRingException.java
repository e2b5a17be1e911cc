package dev.apitoken.token.secret;

/** A signing key Secret that cannot be used. Nothing is minted from it and nothing in its place (rule C8). */
public final class CorruptKeyRingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message says what is wrong and shows no byte of the content */
    CorruptKeyRingException(String message) {
        super("signing keys unusable: " + message);
    }
}
