package dev.apitoken.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ApiTokenStatus;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Leader election keeps two operators apart; should it fail, every write has a precondition and nothing is doubled (F9). */
@RealCluster
class TwoLeadersIT {
    private static final int TOKENS = 12;
    private static final int ROUNDS = 6;

    private static OperatorUnderTest one;
    private static OperatorUnderTest other;
    private static Tenant tenant;

    @BeforeAll
    static void start(Cluster cluster) {
        one = OperatorUnderTest.start(cluster);
        other = one.another();
        tenant = Tenant.withIssuer(cluster);
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
    }

    @Test
    void eachRotationMakesOneTokenThoughBothAct() {
        var seen = new ConcurrentHashMap<String, Set<String>>();
        names().forEach(name -> tenant.apiToken(name, "historyLimit: 20"));
        for (int round = 1; round <= ROUNDS; round++) {
            long revision = round;
            names().forEach(name -> tenant.eventually(name, status -> Objects.equals(status.revision(), revision)));
            names().forEach(name -> seen.computeIfAbsent(name, key -> ConcurrentHashMap.newKeySet())
                    .add(tenant.tokenId(name)));
            one.clock().advance(Duration.ofMinutes(5));
            if (round < ROUNDS) {
                var now = one.clock().instant();
                names().forEach(name ->
                        tenant.patch(name, "{\"spec\": {\"rotation\": {\"rotateAfter\": \"" + now + "\"}}}"));
            }
        }

        names().forEach(name -> {
            tenant.eventuallyReady(name);
            var status = tenant.status(name);
            assertThat(status.revision()).isEqualTo(ROUNDS);
            // What is in the Secret is what status tells of, and what history has is what was in the Secret once.
            assertThat(tenant.issued(name).id()).isEqualTo(tenant.tokenId(name));
            assertThat(idsOf(status)).containsExactlyInAnyOrderElementsOf(seen.getOrDefault(name, Set.of()));
        });
        assertThat(seen.values().stream().flatMap(Collection::stream).distinct().count())
                .isEqualTo((long) TOKENS * ROUNDS);
    }

    private static Set<String> idsOf(ApiTokenStatus status) {
        var ids = new HashSet<String>();
        status.history().forEach(entry -> ids.add(entry.id()));
        ids.add(Objects.requireNonNull(status.token()).id());
        return ids;
    }

    private static List<String> names() {
        return IntStream.range(0, TOKENS).mapToObj(i -> "token-" + i).toList();
    }
}
