package dev.apitoken.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.testkit.fault.Call;
import dev.apitoken.testkit.fault.Fault;
import dev.apitoken.testkit.fault.Fault.Moment;
import dev.apitoken.testkit.fault.Recorded;
import dev.apitoken.testkit.fault.Verb;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API server answers otherwise than it should, or not at all. */
@RealCluster
class AnswersIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int TOKENS = 20;

    private final Cluster cluster;
    private Rig rig;
    private Fleet fleet;

    AnswersIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void start() {
        rig = Rig.start(cluster);
        fleet = Fleet.of(cluster, TOKENS, "");
        fleet.awaitTokens(SOON, rig, 1);
        rig.awaitQuiet();
    }

    @AfterEach
    void stop() {
        fleet.leave();
        rig.close();
    }

    @Test
    void whatWasCommittedInSpiteOfA504OrAResetIsFoundAndKept() throws Exception {
        var table = new FaultTable("commit-then-error");
        int rounds = 5;
        for (int round = 1; round <= rounds; round++) {
            var lie = round % 2 == 0 ? Fault.timeoutAfterCommit() : new Fault.Cut(Moment.AFTER_COMMIT);
            rig.proxy().faults(counted(table, everyFirstWrite(lie)));
            rotate();
            fleet.awaitTokens(SOON, rig, 1 + round);
        }
        assertQuietAndInOrder(1 + rounds);
        table.write();
    }

    @Test
    void everyFirstTryOfAWriteIsRefusedWith500() throws Exception {
        var table = new FaultTable("500");
        rig.proxy().faults(counted(table, everyFirstWrite(Fault.internalError())));
        rotate();
        fleet.awaitTokens(SOON, rig, 2);
        assertQuietAndInOrder(2);
        table.write();
    }

    @Test
    void conflictsByAWriterWithoutAPauseCostAtMostThreeWrites() {
        rotate();
        IntStream.range(0, 200).forEach(this::scribble);
        rotate();
        IntStream.range(0, 200).forEach(this::scribble);

        fleet.awaitTokens(Duration.ofSeconds(30), rig, 3);
        assertQuietAndInOrder(3);
        assertThat(fleet.names())
                .allSatisfy(name -> assertThat(writesOf(name))
                        .as("writes of three tokens in %s", name)
                        .isLessThanOrEqualTo(3 * 3));
    }

    private int writesOf(String secret) {
        return rig.committed(call -> fleet.owns(call)
                        && call.resource().equals("secrets")
                        && call.name().equals(secret))
                .size();
    }

    @Test
    void whileThreeOfTenCallsAreToldToComeBackLaterNothingIsLostAndNoStormBegins() {
        int before = rig.requests();
        rotate();
        fleet.awaitTokens(SOON, rig, 2);
        rig.awaitQuiet();
        int clean = rig.requests() - before;

        before = rig.requests();
        rig.proxy()
                .faults(call -> call.number() % 10 >= 3
                        ? Fault.NONE
                        : call.number() % 2 == 0
                                ? Fault.tooManyRequests(Duration.ofSeconds(1))
                                : Fault.unavailable(Duration.ofSeconds(1)));
        rotate();
        fleet.awaitTokens(SOON, rig, 3);
        rig.awaitQuiet();
        int disturbed = rig.requests() - before;

        assertThat(disturbed).as("requests, %d without faults", clean).isLessThanOrEqualTo(clean * 2);
        assertQuietAndInOrder(3);
    }

    @Test
    void slowCutAndMissingAnswersAreOvercome() {
        var faults =
                List.of(new Fault.Drip(8, Duration.ofMillis(20)), new Fault.HalfAnAnswer(), new Fault.Silence(true));
        for (int i = 0; i < faults.size(); i++) {
            var fault = faults.get(i);
            rig.proxy().faults(call -> call.verb() != Verb.watch && call.number() % 10 == 0 ? fault : Fault.NONE);
            rotate();
            fleet.awaitTokens(SOON, rig, 2 + i);
        }
        assertQuietAndInOrder(1 + faults.size());
    }

    /** Of each kind of write to each object, every other one: so each is tried once more and then goes through. */
    /** The clock stands still here: what refusals had used up of a token's budget would never be there again. */
    @Test
    void refusalsForLoadUseUpNoBudgetOfATokenThatIsDue() {
        var tries = new ConcurrentHashMap<String, AtomicInteger>();
        rig.proxy()
                .faults(call -> call.verb() == Verb.update
                                && tries.computeIfAbsent(call.name(), any -> new AtomicInteger())
                                                .getAndIncrement()
                                        < 10
                        ? Fault.unavailable(Duration.ZERO)
                        : Fault.NONE);
        rotate();
        fleet.awaitTokens(SOON, rig, 2);
        assertQuietAndInOrder(2);
    }

    private static Function<Call, Fault> everyFirstWrite(Fault fault) {
        var tries = new ConcurrentHashMap<String, AtomicInteger>();
        return call -> call.isWrite()
                        && tries.computeIfAbsent(call.toString(), any -> new AtomicInteger())
                                                .getAndIncrement()
                                        % 2
                                == 0
                ? fault
                : Fault.NONE;
    }

    private Function<Call, Fault> counted(FaultTable table, Function<Call, Fault> plan) {
        return call -> {
            var fault = plan.apply(call);
            if (!fault.equals(Fault.NONE)) {
                table.count(call.verb() + " " + call.resource());
            }
            return fault;
        };
    }

    private void rotate() {
        fleet.rotate(rig.clock().advance(Duration.ofMinutes(2)));
    }

    /** Somebody else's annotation: nothing to repair, but a new version each time. */
    private void scribble(int number) {
        fleet.tenant()
                .patchSecret(
                        fleet.names().get(number % 3),
                        secret -> new SecretBuilder(secret)
                                .editMetadata()
                                .addToAnnotations(Map.of("example.com/scribble", Integer.toString(number)))
                                .endMetadata()
                                .build());
    }

    private void assertQuietAndInOrder(int tokensEach) {
        rig.proxy().faults(call -> Fault.NONE);
        rig.awaitQuiet();
        fleet.awaitTokens(SOON, rig, tokensEach);
        fleet.assertNeverAliveTogether(rig, 1);
        assertThat(rig.calls().stream().map(Recorded::call)).allMatch(call -> !call.isWrite() || call.conditional());
    }
}
