package dev.apitoken.benchmarks.scale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The command line of {@code benchmarks/scale}.
 *
 * @param profile record the operator's flight recorder
 */
record Arguments(List<Integer> sizes, boolean profile) {
    private static final String USAGE = "usage: benchmarks/scale [--tokens N[,N...]] [--profile]";
    private static final List<Integer> BY_DEFAULT = List.of(1_000, 10_000);
    private static final int MOST = 100_000;

    static Arguments parse(String[] args) {
        List<Integer> sizes = BY_DEFAULT;
        boolean profile = false;
        var rest = new ArrayList<>(Arrays.asList(args));
        while (!rest.isEmpty()) {
            String option = rest.removeFirst();
            switch (option) {
                case "--profile" -> profile = true;
                case "--tokens" -> sizes = sizes(rest.isEmpty() ? "" : rest.removeFirst());
                default -> throw new IllegalArgumentException("unknown option " + option + "\n" + USAGE);
            }
        }
        return new Arguments(sizes, profile);
    }

    private static List<Integer> sizes(String list) {
        try {
            var sizes = Arrays.stream(list.split(",", -1)).map(Integer::valueOf).toList();
            if (sizes.stream().allMatch(size -> size >= 1 && size <= MOST)) {
                return sizes;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw new IllegalArgumentException("--tokens " + list + ": 1 to " + MOST + ", separated by commas\n" + USAGE);
    }
}
