package dev.apitoken.operator.apitoken;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many at once, more than are let in at once. */
@RealCluster
class StormIT {
    private static final int TOKENS = 120;
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

    private static OperatorUnderTest operator;
    private static Tenant tenant;

    @BeforeAll
    static void start(Cluster cluster) {
        operator = OperatorUnderTest.start(cluster);
        tenant = Tenant.withIssuer(cluster);
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @Test
    void everyoneGetsItsTokenOnceWhenAllAreDueTogether() {
        operator.stop();
        IntStream.range(0, TOKENS).forEach(i -> tenant.apiToken("t" + i, "validity: 1h"));
        operator.restart();
        allAtRevision(1, "FirstIssue");

        operator.clock().advance(Duration.ofMinutes(55));
        allAtRevision(2, "Renewal");

        operator.stop();
        var key = Objects.requireNonNull(tenant.issued("t0").keyId());
        tenant.patchIssuer("default", "{\"spec\": {\"compromisedKeys\": [\"%s\"]}}".formatted(key));
        operator.restart();
        allAtRevision(3, "KeyCompromised");
        assertThat(tokens())
                .noneMatch(token -> key.equals(
                        Objects.requireNonNull(token.getStatus().token()).keyId()));
    }

    private static void allAtRevision(long revision, String reason) {
        eventually(
                LONG_ENOUGH,
                () -> assertThat(tokens()).hasSize(TOKENS).allSatisfy(token -> {
                    var status = token.getStatus();
                    assertThat(status.revision()).isEqualTo(revision);
                    assertThat(Objects.requireNonNull(status.lastRotation()).reason())
                            .isEqualTo(reason);
                }));
    }

    private static List<ApiToken> tokens() {
        return tenant.client()
                .resources(ApiToken.class)
                .inNamespace(tenant.namespace())
                .list()
                .getItems();
    }
}
