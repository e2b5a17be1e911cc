package dev.apitoken.testkit.controlplane;

/** One line for the person who waits. Standard error, so that standard output stays the program's own. */
public final class Say {
    private Say() {}

    public static void line(String text) {
        System.err.println("testkit: " + text);
    }
}
