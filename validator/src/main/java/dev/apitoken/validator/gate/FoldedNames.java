package dev.apitoken.validator.gate;

import java.util.Collection;

/**
 * Header names as the least careful reader sees them: in lower case, everything but letters and digits read as {@code
 * -}. CGI, WSGI and many frameworks read {@code X_ApiToken_User} and {@code X-ApiToken-User} as one name, so whoever
 * may not send the one may not send the other (J1).
 */
final class FoldedNames {
    private final String[] names;
    private final String[] prefixes;

    FoldedNames(Collection<String> names, Collection<String> prefixes) {
        this.names = names.stream().map(FoldedNames::fold).toArray(String[]::new);
        this.prefixes = prefixes.stream().map(FoldedNames::fold).toArray(String[]::new);
    }

    boolean contain(CharSequence name) {
        for (String one : names) {
            if (one.length() == name.length() && startsWith(name, one)) {
                return true;
            }
        }
        for (String prefix : prefixes) {
            if (startsWith(name, prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is its own folded form, but for case: letters, digits and {@code -}, as header names are written. */
    static boolean isOrdinary(CharSequence name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != '-' && fold(name.charAt(i)) == '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(CharSequence name, String folded) {
        if (name.length() < folded.length()) {
            return false;
        }
        for (int i = 0; i < folded.length(); i++) {
            if (fold(name.charAt(i)) != folded.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String fold(String name) {
        var folded = new StringBuilder(name.length());
        name.chars().forEach(c -> folded.append(fold((char) c)));
        return folded.toString();
    }

    private static char fold(char c) {
        if (c >= 'A' && c <= 'Z') {
            return (char) (c | 0x20);
        }
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' ? c : '-';
    }
}
