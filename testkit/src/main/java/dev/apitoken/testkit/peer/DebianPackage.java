package dev.apitoken.testkit.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A program out of a package of this machine's Debian, with the libraries that the machine lacks: downloaded and
 * unpacked, not installed, and with package lists of its own, so that no rights are needed and nothing here changes.
 * The version is the one the release has today, since its archive keeps no other.
 *
 * @param file of the program in the package
 */
record DebianPackage(String name, String file) implements Peer.Origin {
    @Override
    public String release() {
        return name + "-" + codename();
    }

    @Override
    public void fetch(String program, Path folder) throws IOException, InterruptedException {
        Path apt = folder.resolve("apt");
        Path archives = apt.resolve("archives");
        Files.createDirectories(archives.resolve("partial"));
        Files.createDirectories(apt.resolve("lists/partial"));
        apt(apt, "update").run();
        apt(apt, "install", "--download-only", "--reinstall", "--yes", "--no-install-recommends", name)
                .run();
        Path root = Files.createDirectory(folder.resolve("root"));
        for (Path archive : packages(archives)) {
            Command.of("dpkg-deb", "--extract", archive.toString(), root.toString())
                    .run();
        }
        Command.of("rm", "-r", apt.toString()).run();
        writeStarter(folder.resolve(program));
    }

    private void writeStarter(Path starter) throws IOException {
        Files.writeString(starter, """
                #!/bin/sh
                here=$(dirname "$0")
                for libraries in "$here"/root/usr/lib/*-linux-*; do
                  LD_LIBRARY_PATH="$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
                done
                export LD_LIBRARY_PATH
                exec "$here/root/%s" "$@"
                """.formatted(file));
        Files.setPosixFilePermissions(starter, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Command apt(Path folder, String... words) {
        var line = new ArrayList<>(List.of(
                "apt-get",
                "--quiet",
                "-oDir::State::lists=" + folder.resolve("lists"),
                "-oDir::Cache=" + folder,
                "-oDir::Cache::archives=" + folder.resolve("archives"),
                "-oDebug::NoLocking=true"));
        line.addAll(List.of(words));
        return new Command(line);
    }

    private static List<Path> packages(Path archives) throws IOException {
        try (var files = Files.list(archives)) {
            return files.filter(path -> path.toString().endsWith(".deb")).toList();
        }
    }

    private static String codename() {
        try {
            return Files.readAllLines(Path.of("/etc/os-release")).stream()
                    .filter(line -> line.startsWith("VERSION_CODENAME="))
                    .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
