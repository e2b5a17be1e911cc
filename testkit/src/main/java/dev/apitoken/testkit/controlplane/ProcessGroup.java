package dev.apitoken.testkit.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Child processes and the folder they work in. They end in the reverse order of their start: at close, at the end of
 * this JVM, or (by the watchdog) when it is killed.
 */
public final class ProcessGroup implements AutoCloseable {
    private final Path folder;
    private final Watchdog watchdog;
    private final List<Component> running = new ArrayList<>();
    private final Thread shutdownHook = new Thread(this::end, "end-of-processes");

    ProcessGroup(Path folder) {
        this.folder = folder;
        this.watchdog = new Watchdog(folder);
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    public static ProcessGroup inNewFolder() {
        try {
            return new ProcessGroup(Files.createTempDirectory("apitoken-processes-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path folder() {
        return folder;
    }

    public synchronized Component start(String name, List<String> command) {
        Component component = Component.start(name, folder.resolve(name + ".log"), command);
        running.add(component);
        watchdog.guard(running);
        return component;
    }

    public synchronized void end(Component component) {
        component.kill();
        running.remove(component);
        watchdog.guard(running);
    }

    private synchronized void end() {
        while (!running.isEmpty()) {
            running.removeLast().kill();
        }
        watchdog.close();
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The JVM is ending already and the hook does the same again, which does nothing.
        }
    }
}
