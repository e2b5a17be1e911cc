package dev.apitoken.token.signing;

/** Ends the reading of a token. Carries a reason and nothing of the token. */
final class MalformedTokenException extends Exception {
    private static final long serialVersionUID = 1;

    final Verification.Refusal reason;

    MalformedTokenException(Verification.Refusal reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }
}
