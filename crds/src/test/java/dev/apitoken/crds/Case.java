package dev.apitoken.crds;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One file under {@code cases/<kind>/}: {@code valid-*.yaml} is accepted, {@code invalid-*.yaml} is refused for the
 * reason in its first line, and a folder of either name holds a change, {@code before.yaml} and {@code after.yaml}.
 *
 * @param name the file or folder
 * @param before what is there already, for a change
 * @param refusal where and why the server says no, for an invalid one
 */
record Case(
        String kind,
        String name,
        Optional<GenericKubernetesResource> before,
        GenericKubernetesResource resource,
        Optional<Refusal> refusal) {

    /** @param path as the server writes it, {@code .} for the whole resource */
    record Refusal(String path, String words) {
        static Refusal parse(String comment) {
            int end = comment.indexOf(": ");
            return new Refusal(comment.substring("# ".length(), end), comment.substring(end + 2));
        }

        @Override
        public String toString() {
            return path + ": " + words;
        }
    }

    static Stream<Case> all() {
        return list(root()).stream().flatMap(folder -> of(folder.getFileName().toString()));
    }

    static Stream<Case> of(String kind) {
        return list(root().resolve(kind)).stream()
                .filter(file -> !file.getFileName().toString().startsWith("out-"))
                .map(file -> read(kind, file));
    }

    boolean isValid() {
        return refusal.isEmpty();
    }

    private static Case read(String kind, Path path) {
        Path file = Files.isDirectory(path) ? path.resolve("after.yaml") : path;
        String name = path.getFileName().toString();
        String text = text(file);
        boolean valid = name.startsWith("valid-");
        if (!valid && !(name.startsWith("invalid-") && text.startsWith("# "))) {
            throw new IllegalStateException(path + " is neither valid-* nor invalid-* with a reason in its first line");
        }
        return new Case(
                kind,
                name,
                Files.isDirectory(path) ? Optional.of(resource(path.resolve("before.yaml"))) : Optional.empty(),
                resource(file),
                valid
                        ? Optional.empty()
                        : Optional.of(Refusal.parse(text.lines().findFirst().orElseThrow())));
    }

    static GenericKubernetesResource resource(Path file) {
        return Manifest.SERIALIZATION.unmarshal(text(file), GenericKubernetesResource.class);
    }

    static Path root() {
        try {
            return Path.of(Case.class.getResource("/cases").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For parameterized tests, which show it. */
    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
