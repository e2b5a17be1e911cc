package dev.apitoken.operator.apitoken;

/**
 * A pattern in which {@code *} stands for any characters, also none. Matches the whole text, in a time that grows with
 * the product of both lengths at most; no regular expression runs on what tenants write (rule D7).
 */
final class Glob {
    private Glob() {}

    static boolean matches(String glob, CharSequence text) {
        int inGlob = 0;
        int inText = 0;
        int star = -1;
        int afterStar = 0;
        while (inText < text.length()) {
            if (inGlob < glob.length() && glob.charAt(inGlob) == '*') {
                star = inGlob++;
                afterStar = inText;
            } else if (inGlob < glob.length() && glob.charAt(inGlob) == text.charAt(inText)) {
                inGlob++;
                inText++;
            } else if (star >= 0) {
                inGlob = star + 1;
                inText = ++afterStar;
            } else {
                return false;
            }
        }
        return glob.chars().skip(inGlob).allMatch(rest -> rest == '*');
    }
}
