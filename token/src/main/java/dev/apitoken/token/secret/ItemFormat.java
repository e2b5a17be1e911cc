package dev.apitoken.token.secret;

import dev.apitoken.token.SignedToken;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a token is written into one key of its Secret, usable as it is (rule B12). Every format is plain ASCII around
 * the token, so each can be read back.
 */
public enum ItemFormat {
    /** The token alone, without a line end. */
    Token("", ""),
    /** A whole header field, for example for {@code curl --header @file}. */
    AuthorizationHeader("Authorization: Bearer ", ""),
    /** A line for a shell to source, or for an env file. A token needs no quotes. */
    EnvFile("API_TOKEN=", "\n"),
    /** A file for {@code curl --config}. */
    CurlConfig("header = \"Authorization: Bearer ", "\"\n");

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.-]+");

    private final String before;
    private final String after;

    ItemFormat(String before, String after) {
        this.before = before;
        this.after = after;
    }

    byte[] write(SignedToken token) {
        return (before + token.reveal() + after).getBytes(StandardCharsets.US_ASCII);
    }

    /** Empty unless the bytes are exactly what {@link #write} makes of some token. */
    Optional<String> read(byte[] item) {
        if (item.length > before.length() + SignedToken.MAX_LENGTH + after.length()) {
            return Optional.empty();
        }
        var text = new String(item, StandardCharsets.US_ASCII);
        if (text.length() <= before.length() + after.length() || !text.startsWith(before) || !text.endsWith(after)) {
            return Optional.empty();
        }
        var token = text.substring(before.length(), text.length() - after.length());
        return TOKEN.matcher(token).matches() ? Optional.of(token) : Optional.empty();
    }
}
