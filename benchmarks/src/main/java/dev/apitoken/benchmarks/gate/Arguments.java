package dev.apitoken.benchmarks.gate;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The command line of {@code benchmarks/gate}.
 *
 * @param rate requests a second in the rounds that are compared
 */
record Arguments(Pace pace, Extent extent, int rate, String text) {
    private static final String USAGE = "usage: benchmarks/gate [--quick] [--ours] [--rate N]";
    private static final int RATE = 2_000;
    private static final int LOWEST_RATE = 100;
    private static final int HIGHEST_RATE = 100_000;

    static Arguments parse(String[] args) {
        Pace pace = Pace.FULL;
        Extent extent = Extent.Everybody;
        int rate = RATE;
        var words = new ArrayDeque<>(Arrays.asList(args));
        while (!words.isEmpty()) {
            String option = words.removeFirst();
            switch (option) {
                case "--quick" -> {
                    pace = Pace.QUICK;
                    extent = extent == Extent.Ours ? extent : Extent.Goals;
                }
                case "--ours" -> extent = Extent.Ours;
                case "--rate" -> rate = rate(words.isEmpty() ? "" : words.removeFirst());
                default -> throw new IllegalArgumentException("unknown option " + option + "\n" + USAGE);
            }
        }
        return new Arguments(pace, extent, rate, String.join(" ", args));
    }

    private static int rate(String text) {
        try {
            int rate = Integer.parseInt(text);
            if (rate >= LOWEST_RATE && rate <= HIGHEST_RATE) {
                return rate;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw new IllegalArgumentException(
                "--rate " + text + ": " + LOWEST_RATE + " to " + HIGHEST_RATE + "\n" + USAGE);
    }
}
