package dev.apitoken.acceptance.quickstart;

import java.io.PrintStream;
import java.time.Duration;

/** What the watcher sees: coloured in a terminal, plain text when piped. */
final class Terminal {
    private final PrintStream out;
    private final boolean colours;
    private int chapter;

    Terminal(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    void chapter(String title) {
        chapter++;
        out.println();
        out.println(paint("1", chapter + ". " + title));
    }

    void say(String text) {
        text.lines().forEach(line -> out.println("   " + line));
    }

    void command(String text) {
        out.println("   " + paint("36", "$ " + text));
    }

    void output(String text) {
        text.lines().forEach(line -> out.println("     " + line));
    }

    void took(String what, Duration time) {
        say(what + paint("2", "  (" + seconds(time) + ")"));
    }

    void asExpected(String call, String answer) {
        out.println("   " + paint("32", "ok  ") + call + "  ->  " + answer);
    }

    void surprise(String call, String answer, String expected) {
        out.println("   " + paint("31", "BAD ") + call + "  ->  " + answer + "   expected: " + expected);
    }

    private static String seconds(Duration time) {
        return time.toMillis() < 1000
                ? time.toMillis() + " ms"
                : "%d.%d s".formatted(time.toSeconds(), time.toMillisPart() / 100);
    }

    private String paint(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
