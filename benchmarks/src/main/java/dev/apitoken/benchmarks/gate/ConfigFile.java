package dev.apitoken.benchmarks.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A configuration that lies beside this class, with its {@code @PLACES@} filled in. */
final class ConfigFile {
    private static final Pattern PLACE = Pattern.compile("@([A-Z_]+)@");

    private ConfigFile() {}

    static Path write(String resource, Map<String, String> values, Path folder) {
        return writeText(folder.resolve(resource), text(resource, values));
    }

    static Path writeText(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String resource, Map<String, String> values) {
        return PLACE.matcher(read(resource)).replaceAll(place -> {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalArgumentException(resource + " wants " + place.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static String read(String resource) {
        try (var in = ConfigFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
