package dev.apitoken.token.access;

import dev.apitoken.token.access.RequestTarget.Refusal;

/** Percent-encoded bytes of a path (RFC 3986 section 2.1), and whether together they are UTF-8 (RFC 3629). */
final class EscapedBytes {
    private static final int NONE = -1;

    private EscapedBytes() {}

    /** How many escapes from this index on make up one character that a path may carry; 0 if they make up none. */
    static int lengthAt(String path, int at) {
        int first = valueAt(path, at);
        if (first < 0x80) {
            return first >= 0 && mayBeEscaped(path, at, first) ? 1 : 0;
        }
        int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        int second = valueAt(path, at + 3);
        if (first < 0xc2 || first > 0xf4 || second < lowestSecond(first) || second > highestSecond(first)) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            int next = valueAt(path, at + 3 * i);
            if (next < 0x80 || next > 0xbf) {
                return 0;
            }
        }
        return length;
    }

    /** The bounds that keep out overlong forms, surrogates and the control characters U+0080 to U+009F. */
    private static int lowestSecond(int first) {
        return switch (first) {
            case 0xc2, 0xe0 -> 0xa0;
            case 0xf0 -> 0x90;
            default -> 0x80;
        };
    }

    private static int highestSecond(int first) {
        return switch (first) {
            case 0xed -> 0x9f;
            case 0xf4 -> 0x8f;
            default -> 0xbf;
        };
    }

    private static boolean mayBeEscaped(String path, int at, int value) {
        if (value == '%') {
            return !isEscapeOfEscape(path, at);
        }
        return value >= ' '
                && value != 0x7f
                && value != '/'
                && value != '\\'
                && value != ';'
                && !PathText.isUnreserved(value);
    }

    static Refusal refusalAt(String path, int at) {
        int value = valueAt(path, at);
        if (value == NONE) {
            return Refusal.BrokenEscape;
        }
        if (value >= 0x80) {
            return Refusal.NotUtf8;
        }
        return switch (value) {
            case '/', '\\' -> Refusal.EscapedSlash;
            case ';' -> Refusal.Parameters;
            case '%' -> Refusal.DoubleEscape;
            default -> PathText.isUnreserved(value) ? Refusal.NeedlessEscape : Refusal.Character;
        };
    }

    private static boolean isEscapeOfEscape(String path, int at) {
        return at + 4 < path.length() && hex(path.charAt(at + 3)) >= 0 && hex(path.charAt(at + 4)) >= 0;
    }

    /** The byte that an escape at this index stands for, or -1 where there is none. */
    static int valueAt(String path, int at) {
        if (at + 2 >= path.length() || path.charAt(at) != '%') {
            return NONE;
        }
        int high = hex(path.charAt(at + 1));
        int low = hex(path.charAt(at + 2));
        return high < 0 || low < 0 ? NONE : high << 4 | low;
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : NONE;
    }
}
