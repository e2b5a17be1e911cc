package dev.apitoken.crds;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sections of words.txt. */
record Words(Map<String, List<String>> sections) {

    static Words read() {
        try (InputStream in = Words.class.getResourceAsStream("words.txt")) {
            if (in == null) {
                throw new IllegalStateException("no words.txt");
            }
            Map<String, List<String>> sections = new LinkedHashMap<>();
            List<String> current = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.matches("\\[[a-z-]+]")) {
                    current = new ArrayList<>();
                    sections.put(line.substring(1, line.length() - 1), current);
                } else if (!line.startsWith("#")) {
                    current.add(line);
                }
            }
            return new Words(sections);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> of(String section) {
        return sections.getOrDefault(section, List.of());
    }
}
