package dev.apitoken.token.signing;

import dev.apitoken.token.SignedToken;

/** Long names and many audiences made a token that would not pass common header limits. */
public final class TokenTooLongException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    TokenTooLongException(int length) {
        super("the token would have " + length + " characters; at most " + SignedToken.MAX_LENGTH + " are allowed");
    }
}
