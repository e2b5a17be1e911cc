package dev.apitoken.program;

/** A setting that a program cannot start with. Its message is the one line that the person who set it reads. */
public final class InvalidSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param allowed what the value may be */
    public InvalidSettingException(String name, String value, String allowed) {
        super(name + "=" + printable(value) + ": " + allowed);
    }

    /** One line, whatever the environment holds. */
    private static String printable(String value) {
        var text = new StringBuilder(value.length());
        value.codePoints().limit(200).forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return text.toString();
    }
}
