package dev.apitoken.testkit.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes sure that the children do not outlive this JVM, even when it is killed with SIGKILL: a shell holds the other
 * end of a pipe; when the pipe closes it kills the processes it was last told of and removes the folder.
 */
final class Watchdog implements AutoCloseable {
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pids=
            while read -r line; do pids=$line; done
            if [ -n "$pids" ]; then kill -9 $pids 2>/dev/null; fi
            rm -rf "$1"
            """;

    private final Process shell;
    private final Writer pipe;

    /** @param folder removed at the end, whatever the end was */
    Watchdog(Path folder) {
        try {
            shell = new ProcessBuilder("sh", "-c", SCRIPT, "watchdog", folder.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start sh", e);
        }
        pipe = shell.outputWriter();
    }

    /** Tells the whole truth each time, so a process that has ended is forgotten. */
    void guard(List<Component> components) {
        String pids = components.stream()
                .filter(Component::isAlive)
                .map(component -> Long.toString(component.pid()))
                .collect(Collectors.joining(" "));
        try {
            pipe.write(pids + "\n");
            pipe.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The watchdog of the control plane is gone", e);
        }
    }

    @Override
    public void close() {
        try {
            pipe.close();
            shell.waitFor();
        } catch (IOException e) {
            shell.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
