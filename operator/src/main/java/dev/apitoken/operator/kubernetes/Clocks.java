package dev.apitoken.operator.kubernetes;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/**
 * The two clocks that have to agree.
 *
 * @param own of this process: tells what time it is for tokens and keys
 * @param apiServer what a date sent by the API server stands for
 */
public record Clocks(InstantSource own, UnaryOperator<Instant> apiServer) {
    public static Clocks of(InstantSource own) {
        return new Clocks(own, UnaryOperator.identity());
    }
}
