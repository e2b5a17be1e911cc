package dev.apitoken.token.access;

/**
 * Which paths a rule speaks about, whole and case-sensitive, in one pass without backtracking:
 *
 * <ul>
 *   <li>{@code /reports} that path and no other, {@code /reports/} included
 *   <li>{@code /reports/*} {@code /reports} itself, {@code /reports/} and everything below
 *   <li>{@code /users/*&#47;keys}, {@code /v*&#47;users} one {@code *} in a segment stands for any characters of that
 *       segment; alone in it, for at least one
 * </ul>
 *
 * An escape matches the character it stands for, in either case of its digits; {@code %2A} is a literal star.
 */
public record PathPattern(String text) {
    private static final String BELOW = "/*";

    /** @throws IllegalArgumentException for a text that no canonical path could match, or with two stars in a segment */
    public PathPattern {
        var refusal = PathText.refusal(text);
        if (refusal.isPresent()) {
            throw new IllegalArgumentException("no path can match " + text + ": " + refusal.get());
        }
        for (int at = 0; at >= 0; at = text.indexOf('/', at + 1)) {
            int end = endOfSegment(text, at + 1);
            int star = text.indexOf('*', at);
            if (star >= 0 && star < end && text.lastIndexOf('*', end - 1) != star) {
                throw new IllegalArgumentException("a segment of a path pattern has one * at most: " + text);
            }
        }
    }

    public static PathPattern parse(String text) {
        return new PathPattern(text);
    }

    public boolean matches(CanonicalPath path) {
        String value = path.value();
        int pattern = 0;
        int at = 0;
        while (true) {
            if (text.length() == pattern + BELOW.length() && text.endsWith(BELOW)) {
                return true;
            }
            if (pattern == text.length() || at == value.length()) {
                return pattern == text.length() && at == value.length();
            }
            int patternEnd = endOfSegment(text, pattern + 1);
            int end = endOfSegment(value, at + 1);
            if (!segmentMatches(pattern + 1, patternEnd, value, at + 1, end)) {
                return false;
            }
            pattern = patternEnd;
            at = end;
        }
    }

    private boolean segmentMatches(int pattern, int patternEnd, String value, int at, int end) {
        int star = text.indexOf('*', pattern);
        if (star < 0 || star >= patternEnd) {
            return sameOctets(pattern, patternEnd, value, at, end) == end;
        }
        int spare = octets(value, at, end) - octets(text, pattern, star) - octets(text, star + 1, patternEnd);
        if (spare < (patternEnd - pattern == 1 ? 1 : 0)) {
            return false;
        }
        int afterPrefix = sameOctets(pattern, star, value, at, end);
        if (afterPrefix < 0) {
            return false;
        }
        int suffix = afterPrefix;
        for (int i = 0; i < spare; i++) {
            suffix = PathText.next(value, suffix);
        }
        return sameOctets(star + 1, patternEnd, value, suffix, end) == end;
    }

    /** Where the value stands after all octets of this part of the pattern, or -1 if one differs. */
    private int sameOctets(int pattern, int patternEnd, String value, int at, int end) {
        while (pattern < patternEnd) {
            if (at >= end || PathText.octet(text, pattern) != PathText.octet(value, at)) {
                return -1;
            }
            pattern = PathText.next(text, pattern);
            at = PathText.next(value, at);
        }
        return at;
    }

    private static int octets(String path, int at, int end) {
        int octets = 0;
        for (; at < end; at = PathText.next(path, at)) {
            octets++;
        }
        return octets;
    }

    private static int endOfSegment(String path, int start) {
        int slash = path.indexOf('/', start);
        return slash < 0 ? path.length() : slash;
    }

    @Override
    public String toString() {
        return text;
    }
}
