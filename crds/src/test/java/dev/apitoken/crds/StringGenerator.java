package dev.apitoken.crds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Random strings that a schema admits, out of words.txt. */
final class StringGenerator {
    private final Words words = Words.read();
    private final Map<String, List<String>> fitting = new HashMap<>();
    private final RandomGenerator random;

    StringGenerator(RandomGenerator random) {
        this.random = random;
    }

    String fitting(Schema schema) {
        if (schema.has("enum")) {
            return pick(schema.node()
                    .path("enum")
                    .valueStream()
                    .map(JsonNode::asText)
                    .toList());
        }
        if (DurationText.is(schema)) {
            return DurationText.random(schema, random);
        }
        return pick(fitting.computeIfAbsent(schema.path(), path -> allFitting(schema)));
    }

    /** For a map: nothing but the rules for label keys restricts its keys. */
    String key(Schema map) {
        boolean qualified = map.node().has("x-kubernetes-validations");
        return pick(words.of(qualified ? "label-key" : "any")) + random.nextInt(100);
    }

    private List<String> allFitting(Schema schema) {
        Pattern pattern = Pattern.compile(schema.node().path("pattern").asText(""));
        int least = schema.node().path("minLength").asInt(0);
        int most = schema.node().path("maxLength").asInt(Integer.MAX_VALUE);
        String section = section(schema);
        List<Integer> repetitions =
                section.equals("any") || section.equals("name") ? List.of(1, 7, 63, 253) : List.of(1);
        return words.of(section).stream()
                .flatMap(word -> repetitions.stream().map(word::repeat))
                .filter(word -> word.codePointCount(0, word.length()) >= least)
                .filter(word -> word.codePointCount(0, word.length()) <= most)
                .filter(word -> pattern.matcher(word).find())
                .toList();
    }

    private String section(Schema schema) {
        JsonNode node = schema.node();
        String rules = node.path("x-kubernetes-validations").toString();
        if (node.path("format").asText().equals("date-time")) {
            return "instant";
        } else if (rules.contains("isIP(self)")) {
            return "source";
        } else if (rules.contains("isCIDR(self)")) {
            return "cidr";
        } else if (rules.contains("isURL(self)")) {
            return "issuer";
        }
        return switch (schema.name()) {
            case "paths[]" -> "path";
            case "methods[]" -> "method";
            case "headerPrefix" -> "header-prefix";
            case "apiKeyHeader", "authTokenHeader", "apiKeyCookie" -> "header";
            default -> node.path("pattern").asText().startsWith("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.") ? "name" : "any";
        };
    }

    private String pick(List<String> candidates) {
        return candidates.get(random.nextInt(candidates.size()));
    }
}
