package dev.apitoken.validator.gate;

/**
 * A request target as a log may show it: without query, without what may be a token that somebody put into a path (H6),
 * without control characters, and short.
 */
final class LoggedPath {
    private static final int MAX_LENGTH = 160;

    /** Longer than a UUID: a segment such as this is an id nobody reads, or a secret. */
    private static final int MAX_SEGMENT = 40;

    private LoggedPath() {}

    static String of(String target) {
        int end = 0;
        while (end < target.length() && "?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        var text = new StringBuilder();
        for (String segment : target.substring(0, end).split("/", -1)) {
            text.append(text.isEmpty() && segment.isEmpty() ? "" : segment.length() > MAX_SEGMENT ? "..." : segment)
                    .append('/');
            if (text.length() > MAX_LENGTH) {
                return printable(text.substring(0, MAX_LENGTH)) + "...";
            }
        }
        return printable(text.substring(0, text.length() - 1));
    }

    private static String printable(String text) {
        var plain = new StringBuilder(text.length());
        text.chars().forEach(c -> plain.append(c > ' ' && c < 0x7f ? (char) c : '?'));
        return plain.toString();
    }
}
