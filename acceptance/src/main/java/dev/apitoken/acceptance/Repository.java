package dev.apitoken.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the files of this repository are, for a program started anywhere inside it. */
public record Repository(Path root) {
    public static Repository find() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("mvnw"))) {
                return new Repository(folder);
            }
        }
        throw new IllegalStateException("not inside the repository: no folder above holds mvnw");
    }

    public Path manifests() {
        return root.resolve("crds/manifests");
    }

    public Path example(String name) {
        return root.resolve("examples").resolve(name);
    }

    /** In the order in which they are applied. */
    public List<Path> numberedExamples() {
        try (var folders = Files.list(root.resolve("examples"))) {
            return folders.filter(folder -> folder.getFileName().toString().matches("[0-9]{2}-.*"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path chart() {
        return root.resolve("helm/apitoken");
    }

    public Path program(String name) {
        return root.resolve(name).resolve("target").resolve(name + ".jar");
    }
}
