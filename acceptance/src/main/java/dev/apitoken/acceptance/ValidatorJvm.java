package dev.apitoken.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of the validator's JVM. They stand in one file, which everything that starts a validator hands on.
 *
 * @param options the file
 * @param cache what {@code validator/train} leaves: classes and profiles of an earlier run
 */
public record ValidatorJvm(Path options, Path cache) {
    public static ValidatorJvm of(Repository repository) {
        return new ValidatorJvm(
                repository.root().resolve("validator/java.options"),
                repository.root().resolve("validator/target/validator.aot"));
    }

    /** With the cache, if it has been made. */
    public List<String> arguments() {
        var arguments = new ArrayList<>(withoutCache());
        if (Files.isReadable(cache)) {
            arguments.add("-XX:AOTCache=" + cache);
        }
        return arguments;
    }

    public List<String> withoutCache() {
        return List.of("@" + options);
    }

    /** What stands in the file, without its comments. */
    public List<String> written() {
        try (var lines = Files.lines(options)) {
            return lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
