package dev.apitoken.token.access;

import dev.apitoken.token.access.RequestTarget.Refusal;
import java.util.Optional;

/** The characters of a path (RFC 3986 section 3.3), checked from left to right; the first fault decides. */
final class PathText {
    private static final int ESCAPE_LENGTH = 3;

    private PathText() {}

    /** Why the path must not be judged; empty if it may. */
    static Optional<Refusal> refusal(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return Optional.of(Refusal.NotAPath);
        }
        int at = 0;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (c == '%') {
                int bytes = EscapedBytes.lengthAt(path, at);
                if (bytes == 0) {
                    return Optional.of(EscapedBytes.refusalAt(path, at));
                }
                at += bytes * ESCAPE_LENGTH;
            } else if (c == '/' ? startsBadSegment(path, at + 1) : !isPathCharacter(c)) {
                return Optional.of(c == '/' ? refusalOfSegment(path, at + 1) : refusalOf(c));
            } else {
                at++;
            }
        }
        return Optional.empty();
    }

    /** The character at an index, its escape decoded. */
    static int octet(String path, int at) {
        char c = path.charAt(at);
        return c == '%' ? EscapedBytes.valueAt(path, at) : c;
    }

    /** Where the next character starts. */
    static int next(String path, int at) {
        return path.charAt(at) == '%' ? at + ESCAPE_LENGTH : at + 1;
    }

    private static boolean startsBadSegment(String path, int at) {
        if (at == path.length()) {
            return false;
        }
        char c = path.charAt(at);
        return c == '/' || (c == '.' && isDotSegment(path, at));
    }

    private static boolean isDotSegment(String path, int at) {
        int end = path.startsWith("..", at) ? at + 2 : at + 1;
        return end == path.length() || path.charAt(end) == '/' || path.charAt(end) == ';';
    }

    private static Refusal refusalOfSegment(String path, int at) {
        return path.charAt(at) == '/' ? Refusal.EmptySegment : Refusal.DotSegment;
    }

    private static Refusal refusalOf(char c) {
        if (c <= ' ' || c >= 0x7f) {
            return Refusal.Character;
        }
        return switch (c) {
            case '#' -> Refusal.Fragment;
            case ';' -> Refusal.Parameters;
            default -> Refusal.NotAllowedInPath;
        };
    }

    /** A {@code pchar} that is not an escape, without the semicolon. */
    private static boolean isPathCharacter(char c) {
        return isUnreserved(c) || "!$&'()*+,=:@".indexOf(c) >= 0;
    }

    /** RFC 3986 section 2.3. */
    static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
