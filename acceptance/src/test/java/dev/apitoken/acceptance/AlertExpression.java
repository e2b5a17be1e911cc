package dev.apitoken.acceptance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * As much of PromQL as our alerts use, by Prometheus's rules: a comparison filters, {@code and} and {@code unless} match
 * on the named labels, {@code absent} is one line where there is none. Anything else is an error, never a guess.
 */
final class AlertExpression {
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_:]*|[0-9]+(?:\\.[0-9]+)?|==|[-<>(),]");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** A line of a vector; a lone number has no labels and is no line. */
    private sealed interface Value {
        record Scalar(double number) implements Value {}

        record Vector(Map<Map<String, String>, Double> lines) implements Value {}
    }

    private final List<String> words;
    private final Map<String, Map<Map<String, String>, Double>> samples;
    private final long now;
    private int next;

    private AlertExpression(String expression, String scraped, long now) {
        this.words =
                WORD.matcher(expression).results().map(word -> word.group()).toList();
        this.samples = read(scraped);
        this.now = now;
    }

    /**
     * @param scraped what a program answered at /prometheus
     * @param now seconds since 1970
     * @return the labels of each alert that is firing
     */
    static Set<Map<String, String>> firing(String expression, String scraped, long now) {
        if (!WORD.matcher(expression).replaceAll("").isBlank()) {
            throw new IllegalArgumentException("not understood: " + expression);
        }
        var evaluation = new AlertExpression(expression, scraped, now);
        var result = evaluation.matching();
        if (evaluation.next != evaluation.words.size() || !(result instanceof Value.Vector vector)) {
            throw new IllegalArgumentException("not understood: " + expression);
        }
        return vector.lines().keySet();
    }

    private Value matching() {
        var left = comparison();
        while (peek("and") || peek("unless")) {
            boolean keepMatched = take().equals("and");
            var on = labels();
            var right = vector(comparison()).keySet().stream()
                    .map(labels -> only(labels, on))
                    .collect(Collectors.toSet());
            left = filtered(left, (labels, value) -> right.contains(only(labels, on)) == keepMatched);
        }
        return left;
    }

    private List<String> labels() {
        expect("on");
        expect("(");
        var names = new ArrayList<String>();
        do {
            names.add(take());
        } while (take().equals(","));
        return names;
    }

    private Value comparison() {
        var left = difference();
        if (!peek("<") && !peek(">") && !peek("==")) {
            return left;
        }
        String operator = take();
        double bound = ((Value.Scalar) difference()).number();
        return filtered(left, (labels, value) -> switch (operator) {
            case "<" -> value < bound;
            case ">" -> value > bound;
            default -> value == bound;
        });
    }

    private Value difference() {
        var left = term();
        while (peek("-")) {
            take();
            left = combined(left, term(), (a, b) -> a - b);
        }
        return left;
    }

    private static Value combined(Value left, Value right, DoubleBinaryOperator operator) {
        return switch (left) {
            case Value.Scalar(double a)
            when right instanceof Value.Scalar(double b) -> new Value.Scalar(operator.applyAsDouble(a, b));
            case Value.Scalar(double a) -> mapped(right, b -> operator.applyAsDouble(a, b));
            case Value.Vector vector
            when right instanceof Value.Scalar(double b) -> mapped(vector, a -> operator.applyAsDouble(a, b));
            case Value.Vector vector -> throw new IllegalArgumentException("two vectors: " + vector);
        };
    }

    private Value term() {
        String word = take();
        if (Character.isDigit(word.charAt(0))) {
            return new Value.Scalar(Double.parseDouble(word));
        }
        if (word.equals("time")) {
            expect("(");
            expect(")");
            return new Value.Scalar(now);
        }
        if (word.equals("absent")) {
            expect("(");
            var inner = vector(matching());
            expect(")");
            return new Value.Vector(inner.isEmpty() ? Map.of(Map.of(), 1.0) : Map.of());
        }
        return new Value.Vector(samples.getOrDefault(word, Map.of()));
    }

    private interface LineFilter {
        boolean keeps(Map<String, String> labels, double value);
    }

    private static Value filtered(Value value, LineFilter filter) {
        var kept = new HashMap<>(vector(value));
        kept.entrySet().removeIf(line -> !filter.keeps(line.getKey(), line.getValue()));
        return new Value.Vector(kept);
    }

    private static Value mapped(Value value, java.util.function.DoubleUnaryOperator change) {
        var changed = new HashMap<>(vector(value));
        changed.replaceAll((labels, number) -> change.applyAsDouble(number));
        return new Value.Vector(changed);
    }

    private static Map<Map<String, String>, Double> vector(Value value) {
        return ((Value.Vector) value).lines();
    }

    private static Map<String, String> only(Map<String, String> labels, List<String> names) {
        var some = new TreeMap<>(labels);
        some.keySet().retainAll(names);
        return some;
    }

    private boolean peek(String word) {
        return next < words.size() && words.get(next).equals(word);
    }

    private String take() {
        return words.get(next++);
    }

    private void expect(String word) {
        if (!take().equals(word)) {
            throw new IllegalArgumentException("expected " + word + " in " + words);
        }
    }

    private static Map<String, Map<Map<String, String>, Double>> read(String scraped) {
        var samples = new HashMap<String, Map<Map<String, String>, Double>>();
        scraped.lines()
                .filter(line -> !line.startsWith("#"))
                .map(SAMPLE::matcher)
                .forEach(sample -> {
                    if (sample.matches()) {
                        var labels = new TreeMap<String, String>();
                        String text = sample.group(2) == null ? "" : sample.group(2);
                        LABEL.matcher(text).results().forEach(label -> labels.put(label.group(1), label.group(2)));
                        samples.computeIfAbsent(sample.group(1), name -> new HashMap<>())
                                .put(labels, Double.valueOf(sample.group(3)));
                    }
                });
        return samples;
    }
}
