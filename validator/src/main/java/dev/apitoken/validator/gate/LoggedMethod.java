package dev.apitoken.validator.gate;

/** A method fit for a log: any token is a legal method (RFC 9110 section 9.1), also one that is a credential. */
final class LoggedMethod {
    private static final int LONGEST = 20;

    private LoggedMethod() {}

    static String of(String method) {
        if (method.isEmpty() || method.length() > LONGEST) {
            return "other";
        }
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            if ((c < 'A' || c > 'Z') && c != '-') {
                return "other";
            }
        }
        return method;
    }
}
