package dev.apitoken.testkit.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Folders of built programs, one for each set of versions. A folder appears whole or not at all, and two builders on one
 * machine build once.
 */
public record ProgramCache(Path root) {
    private static final String GIVEN = "APITOKEN_CACHE";

    /** A folder in APITOKEN_CACHE, or in ~/.cache/apitoken where that is not set. */
    public static ProgramCache of(Map<String, String> environment, String name) {
        String given = environment.getOrDefault(GIVEN, "");
        Path cache = given.isBlank() ? Path.of(System.getProperty("user.home"), ".cache", "apitoken") : Path.of(given);
        return new ProgramCache(cache.resolve(name));
    }

    /** What fills an empty folder with programs. */
    @FunctionalInterface
    public interface Build {
        void into(Path folder) throws IOException, InterruptedException;
    }

    /** The folder with this name, built now if it is not there. */
    public Path folder(String name, Build build) {
        Path wanted = root.resolve(name);
        if (Files.isDirectory(wanted)) {
            return wanted;
        }
        try {
            Files.createDirectories(root);
            buildOnce(wanted, build);
            return wanted;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot build programs into " + wanted, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while building " + wanted, e);
        }
    }

    // A file lock is held by the whole JVM; the monitor keeps its own threads apart.
    private static void buildOnce(Path wanted, Build build) throws IOException, InterruptedException {
        synchronized (ProgramCache.class) {
            Path lockFile = wanted.resolveSibling(wanted.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = lock(channel, lockFile)) {
                if (!Files.isDirectory(wanted) && lock.isValid()) {
                    buildAside(wanted, build);
                }
            }
        }
    }

    private static FileLock lock(FileChannel channel, Path lockFile) throws IOException {
        @Nullable FileLock lock = channel.tryLock();
        if (lock != null) {
            return lock;
        }
        Say.line("another process is building; waiting for " + lockFile);
        return channel.lock();
    }

    private static void buildAside(Path wanted, Build build) throws IOException, InterruptedException {
        Path aside = wanted.resolveSibling("building-" + wanted.getFileName());
        Trees.delete(aside); // of a builder that was killed: the lock is ours now
        try {
            Files.createDirectory(aside);
            build.into(aside);
            Files.move(aside, wanted, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Trees.delete(aside);
        }
    }
}
