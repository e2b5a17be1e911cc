package dev.apitoken.token.signing;

/** A key that must not be used: too short, of another curve, or no sound key at all. Its message shows no key. */
public final class WeakKeyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public WeakKeyException(String message) {
        super(message);
    }
}
