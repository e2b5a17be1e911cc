package dev.apitoken.crds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the schema writes them, for tests: what room token parses is not this room's business. */
final class DurationText {
    private static final Pattern PART = Pattern.compile("([0-9]+)([dhms])");
    private static final Pattern BOUNDS = Pattern.compile("t >= ([0-9]+) && t <= ([0-9]+)");

    private DurationText() {}

    static boolean is(Schema schema) {
        return schema.rules().anyMatch(rule -> bounds(rule).find());
    }

    static long seconds(String text) {
        return PART.matcher(text)
                .results()
                .mapToLong(part -> Long.parseLong(part.group(1)) * unit(part.group(2)))
                .sum();
    }

    /** Within the bounds of the schema's rule, often one of them, in one of several spellings. */
    static String random(Schema schema, RandomGenerator random) {
        Matcher bounds = schema.rules()
                .map(DurationText::bounds)
                .filter(Matcher::find)
                .findFirst()
                .orElseThrow();
        long low = Long.parseLong(bounds.group(1));
        long high = Long.parseLong(bounds.group(2));
        long seconds = switch (random.nextInt(4)) {
            case 0 -> low;
            case 1 -> high;
            case 2 -> Math.min(high, low + random.nextLong(86_400));
            default -> random.nextLong(low, high + 1);
        };
        return spelled(seconds, random.nextInt(3));
    }

    private static String spelled(long seconds, int style) {
        if (style == 0 && seconds < 1_000_000) {
            return seconds + "s";
        }
        if (style == 1 && seconds % 3600 == 0 && seconds / 3600 < 1_000_000) {
            return seconds / 3600 + "h";
        }
        return seconds / 86_400 + "d" + seconds % 86_400 / 3600 + "h" + seconds % 3600 / 60 + "m" + seconds % 60 + "s";
    }

    private static Matcher bounds(JsonNode rule) {
        return BOUNDS.matcher(rule.path("rule").asText());
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "d" -> 86_400;
            case "h" -> 3_600;
            case "m" -> 60;
            default -> 1;
        };
    }
}
