package dev.apitoken.validator.credential;

import dev.apitoken.token.SignedToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** What can be said of a presented text before it is hashed. */
final class TokenText {
    private TokenText() {}

    /** 1 to {@value SignedToken#MAX_LENGTH} characters of base64url or the dots between (RFC 7515 section 3.1). */
    static boolean isPlausible(String text) {
        if (text.isEmpty() || text.length() > SignedToken.MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && "-_.".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** In a time that says nothing about where two texts differ. */
    static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the optional whitespace round a field value, which is space and tab only (RFC 9110 section 5.6.3). */
    static String trimmed(String line) {
        int start = 0;
        int end = line.length();
        while (start < end && isWhitespace(line.charAt(start))) {
            start++;
        }
        while (end > start && isWhitespace(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(start, end);
    }

    static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t';
    }
}
