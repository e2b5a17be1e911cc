package dev.apitoken.benchmarks.micro;

import dev.apitoken.benchmarks.sample.Listing;
import dev.apitoken.benchmarks.sample.TokenStock;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.ExternalAuthorizationSettings.Profile;
import dev.apitoken.validator.decision.AccessDecision;
import dev.apitoken.validator.decision.RequestAuthenticator;
import dev.apitoken.validator.index.AccessIndex;
import dev.apitoken.validator.index.AccessState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A whole decision, without the bytes round it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecisionBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final int LISTED = 1_000;

    private AccessState state = new AccessState.Unknown();
    private List<HeldRequest> good = List.of();
    private List<HeldRequest> unknown = List.of();
    private int turn;

    /** Each good token is seen once, so that its signature is known. */
    @Setup
    public void list() {
        var stock = new TokenStock(LISTED, NOW);
        state = new AccessState.Usable(AccessIndex.of(new AccessDocument(
                1, NOW, Listing.checking(Profile.Traefik), List.of(stock.issuerKeys()), stock.entries(LISTED))));
        good = stock.values().stream().map(DecisionBenchmark::request).toList();
        unknown = stock.unknown(LISTED).stream().map(DecisionBenchmark::request).toList();
        good.forEach(request -> RequestAuthenticator.decide(request, state, NOW));
    }

    private static HeldRequest request(String token) {
        return new HeldRequest(
                Listing.PATH, Map.of("Host", List.of("shop.example"), "Authorization", List.of("Bearer " + token)));
    }

    @Benchmark
    public AccessDecision known() {
        return RequestAuthenticator.decide(next(good), state, NOW);
    }

    @Benchmark
    public AccessDecision unknown() {
        return RequestAuthenticator.decide(next(unknown), state, NOW);
    }

    private HeldRequest next(List<HeldRequest> requests) {
        turn = turn + 1 == LISTED ? 0 : turn + 1;
        return requests.get(turn);
    }
}
