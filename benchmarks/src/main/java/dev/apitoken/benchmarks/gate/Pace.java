package dev.apitoken.benchmarks.gate;

import java.time.Duration;

/**
 * How long everything takes.
 *
 * @param rounds of each contender at the fixed rate; their order is drawn, and turned round for every second one
 * @param round one of them
 * @param lead load before each of them that is not measured
 * @param warmUp full load for each Java program before anything is measured; the others get a quarter
 * @param closedLoop full load that is measured
 * @param starts of each kind
 * @param ends tokens that are revoked while they are used
 * @param manyTokens the size of the large list
 */
record Pace(
        int rounds,
        Duration round,
        Duration lead,
        Duration warmUp,
        Duration closedLoop,
        int starts,
        int ends,
        int manyTokens) {
    static final Pace FULL = new Pace(
            4,
            Duration.ofSeconds(3),
            Duration.ofMillis(400),
            Duration.ofSeconds(8),
            Duration.ofSeconds(4),
            8,
            100,
            100_000);

    static final Pace QUICK = new Pace(
            2,
            Duration.ofMillis(1500),
            Duration.ofMillis(200),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            2,
            15,
            20_000);

    /** For a test: everything once, nothing long enough to mean anything. */
    static final Pace SMOKE = new Pace(
            1,
            Duration.ofMillis(300),
            Duration.ofMillis(100),
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            1,
            1,
            2_000);
}
