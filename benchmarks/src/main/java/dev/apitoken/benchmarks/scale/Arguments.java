package dev.apitoken.benchmarks.scale;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The command line of {@code benchmarks/scale}.
 *
 * @param rest how long to watch the operator doing nothing
 * @param profile record the operator's flight recorder
 */
record Arguments(List<Integer> sizes, Duration rest, boolean profile) {
    private static final String USAGE = "usage: benchmarks/scale [--tokens N[,N...]] [--rest SECONDS] [--profile]";
    private static final List<Integer> BY_DEFAULT = List.of(1_000, 10_000);
    private static final int MOST_TOKENS = 100_000;
    private static final int MOST_SECONDS = 3_600;

    static Arguments parse(String[] args) {
        List<Integer> sizes = BY_DEFAULT;
        Duration rest = Pace.FULL.rest();
        boolean profile = false;
        var words = new ArrayDeque<>(Arrays.asList(args));
        while (!words.isEmpty()) {
            String option = words.removeFirst();
            switch (option) {
                case "--profile" -> profile = true;
                case "--tokens" -> sizes = numbers(option, words, MOST_TOKENS);
                case "--rest" ->
                    rest = Duration.ofSeconds(
                            numbers(option, words, MOST_SECONDS).getFirst());
                default -> throw new IllegalArgumentException("unknown option " + option + "\n" + USAGE);
            }
        }
        return new Arguments(sizes, rest, profile);
    }

    private static List<Integer> numbers(String option, Deque<String> words, int most) {
        String list = words.isEmpty() ? "" : words.removeFirst();
        try {
            var numbers =
                    Arrays.stream(list.split(",", -1)).map(Integer::valueOf).toList();
            if (numbers.stream().allMatch(number -> number >= 1 && number <= most)) {
                return numbers;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw new IllegalArgumentException(option + " " + list + ": 1 to " + most + "\n" + USAGE);
    }
}
