package dev.apitoken.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;

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

    public Path chart() {
        return root.resolve("helm/apitoken");
    }

    public Path program(String name) {
        return root.resolve(name).resolve("target").resolve(name + ".jar");
    }
}
