package dev.apitoken.testkit.peer;

/** A command that was to fetch something did not; the message shows the end of what it printed. */
final class CommandFailed extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    CommandFailed(String message) {
        super(message);
    }
}
