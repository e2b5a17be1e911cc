package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator that is stopped in the middle of its work, asked to or not, leaves nothing that the next one does not mend. */
@RealCluster
class StopE2E {
    private static final int TOKENS = 40;
    private static final Duration GRACE = Duration.ofSeconds(20);

    @TempDir
    Path home;

    private final Cluster cluster;
    private final Install install = Install.everywhere();
    private Tenant tenant;

    StopE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void install() throws Exception {
        install.applyTo(cluster, home);
        tenant = Tenant.of(cluster);
        tenant.issuer();
    }

    @Test
    void askedToItEndsItsWorkGivesTheLeaseBackAndSaysSo() throws Exception {
        var operator = install.start(cluster, home, Map.of());
        beginTokens();

        operator.program().terminate();

        assertThat(operator.program().awaitEnd(GRACE)).isZero();
        assertThat(operator.log()).contains("the operator starts", "the operator stops", "the operator has stopped");
        for (String line : operator.log().lines().toList()) {
            assertThat(new ObjectMapper().readTree(line).fieldNames())
                    .toIterable()
                    .startsWith("time", "level", "logger", "message");
        }
        assertThat(cluster.client()
                        .leases()
                        .inNamespace(install.namespace())
                        .withName(install.fullName())
                        .require()
                        .getSpec()
                        .getHolderIdentity())
                .isNullOrEmpty();
        theNextOneFinishes();
    }

    @Test
    void killedItLeavesNothingBroken() throws Exception {
        var operator = install.start(cluster, home, Map.of());
        beginTokens();

        operator.program().kill();

        operator.program().awaitEnd(GRACE);
        theNextOneFinishes();
    }

    /** Returns while there is work left. */
    private void beginTokens() {
        names().forEach(name -> tenant.apiToken(name, "user: " + name));
        eventually(() -> assertThat(tenant.apiTokens())
                .anyMatch(token -> token.getStatus().revision() != null));
    }

    private void theNextOneFinishes() throws Exception {
        try (var next = install.start(cluster, home, Map.of())) {
            names().forEach(name -> {
                tenant.awaitReady(name);
                assertThat(tenant.status(name).revision())
                        .as("tokens made for " + name)
                        .isEqualTo(1);
            });
            assertThat(next.log()).doesNotContain("\"level\":\"ERROR\"");
        }
    }

    private static List<String> names() {
        return IntStream.range(0, TOKENS).mapToObj(i -> "token-" + i).toList();
    }
}
