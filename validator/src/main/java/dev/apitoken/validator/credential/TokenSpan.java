package dev.apitoken.validator.credential;

import dev.apitoken.token.Digest;
import dev.apitoken.token.SignedToken;

/** The part of a field line where a token should stand. Kept as a part: a copy would be the dearest step of a request. */
final class TokenSpan {
    private final String line;
    private final int start;
    private final int end;

    private TokenSpan(String line, int start, int end) {
        this.line = line;
        this.start = start;
        this.end = end;
    }

    static TokenSpan of(String line, int start, int end) {
        return new TokenSpan(line, start, end);
    }

    /** Without the optional whitespace round a field value, which is space and tab only (RFC 9110 section 5.6.3). */
    static TokenSpan trimmed(String line) {
        int start = 0;
        int end = line.length();
        while (start < end && isWhitespace(line.charAt(start))) {
            start++;
        }
        while (end > start && isWhitespace(line.charAt(end - 1))) {
            end--;
        }
        return new TokenSpan(line, start, end);
    }

    /** 1 to {@value SignedToken#MAX_LENGTH} characters of base64url or the dots between (RFC 7515 section 3.1). */
    boolean isPlausible() {
        if (start == end || end - start > SignedToken.MAX_LENGTH) {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = line.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && "-_.".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    boolean holds(char c) {
        int at = line.indexOf(c, start);
        return at >= 0 && at < end;
    }

    /** In a time that says nothing about where two texts of one length differ. */
    boolean sameAs(TokenSpan other) {
        if (end - start != other.end - other.start) {
            return false;
        }
        int difference = 0;
        for (int i = start; i < end; i++) {
            difference |= line.charAt(i) ^ other.line.charAt(i - start + other.start);
        }
        return difference == 0;
    }

    boolean isEmpty() {
        return start == end;
    }

    /** This span behind a word of this length and the spaces that follow it. */
    TokenSpan behind(int word) {
        int at = Math.min(start + word, end);
        while (at < end && line.charAt(at) == ' ') {
            at++;
        }
        return new TokenSpan(line, at, end);
    }

    /** Whether it begins with this word, in any case, and the word ends there. */
    boolean beginsWithScheme(String word) {
        int behind = start + word.length();
        return behind <= end
                && line.regionMatches(true, start, word, 0, word.length())
                && (behind == end || !isTokenCharacter(line.charAt(behind)));
    }

    /** Only of a plausible span. */
    Digest digest() {
        return TokenHash.of(line, start, end);
    }

    String text() {
        return line.substring(start, end);
    }

    static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t';
    }

    /** {@code tchar} of RFC 9110 section 5.6.2: such a character makes the word another one. */
    private static boolean isTokenCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** The text may be a token. */
    @Override
    public String toString() {
        return "TokenSpan[" + (end - start) + " characters]";
    }
}
