package dev.apitoken.token.secret;

/**
 * An access Secret that this version cannot read: damaged, of another format or beyond its bounds. Whoever catches it
 * keeps what it enforced before. The message names the place, never the content.
 */
public final class UnreadableAccessException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableAccessException(String message) {
        super(message);
    }
}
