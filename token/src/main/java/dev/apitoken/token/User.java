package dev.apitoken.token;

/** The account a token speaks for: claim {@code sub}, 1 to 253 characters. */
public record User(String value) {
    public static final int MAX_LENGTH = 253;

    public User {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("user must have 1 to " + MAX_LENGTH + " characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
