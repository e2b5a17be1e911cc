package dev.apitoken.token.signing;

/**
 * A signature could not be checked: a fault of the Java platform, which says nothing about the token. Whoever takes it
 * for a bad signature replaces tokens that are good.
 */
public final class SignatureCheckException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** @param cause not kept: messages of providers quote what they were given */
    SignatureCheckException(SigningAlgorithm algorithm, Throwable cause) {
        super("this Java platform cannot check signatures of " + algorithm + " ("
                + cause.getClass().getSimpleName() + ")");
    }

    public SignatureCheckException() {
        super("this Java platform cannot check signatures at present");
    }
}
