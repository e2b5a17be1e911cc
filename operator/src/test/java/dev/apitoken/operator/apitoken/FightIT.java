package dev.apitoken.operator.apitoken;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rule A14: somebody keeps changing what we write. */
@RealCluster
class FightIT {
    private static final int BURST = 3;

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
    void whoeverKeepsAlteringTheTokenIsNamedAndTheOperatorGivesUpForAWhile() {
        tenant.apiToken("altered", "");
        tenant.eventuallyReady("altered");
        for (int round = 1; round < BURST; round++) {
            long revision = round;
            alter("altered", "{\"data\": {\"token\": \"eA==\"}}");
            tenant.eventually("altered", status -> status.revision() != null && status.revision() == revision + 1);
        }

        alter("altered", "{\"data\": {\"token\": \"eA==\"}}");

        tenant.eventuallyCondition("altered", ConditionType.Stalled, "True", "SecretConflict");
        tenant.eventuallyCondition("altered", ConditionType.Ready, "False", "SecretConflict");
        tenant.eventuallyCondition("altered", ConditionType.Live, "False", "NotIssued");
        assertThat(stalled("altered")).contains("Secret altered", "field manager rival");
        assertThat(tenant.status("altered").revision()).isEqualTo(BURST);
        assertThat(tenant.item("altered", "token")).isEqualTo("x");

        operator.clock().advance(Duration.ofSeconds(30));

        tenant.eventuallyReady("altered");
        tenant.eventuallyCondition("altered", ConditionType.Stalled, "False", "AsRequested");
    }

    @Test
    void whoeverKeepsTakingALabelAwayIsNamedWhileTheTokenStaysGood() {
        tenant.apiToken("labelled", "");
        tenant.eventuallyReady("labelled");
        var token = tenant.token("labelled");
        for (int round = 0; round < BURST; round++) {
            alter("labelled", "{\"metadata\": {\"labels\": {\"apitoken.dev/token\": \"other\"}}}");
            eventually(() -> assertThat(label("labelled")).isEqualTo("labelled"));
        }

        alter("labelled", "{\"metadata\": {\"labels\": {\"apitoken.dev/token\": \"other\"}}}");

        tenant.eventuallyCondition("labelled", ConditionType.Stalled, "True", "SecretConflict");
        tenant.eventuallyCondition("labelled", ConditionType.Ready, "True", "AsRequested");
        tenant.eventuallyCondition("labelled", ConditionType.Live, "True", "Listed");
        assertThat(stalled("labelled")).contains("field manager rival");
        assertThat(label("labelled")).isEqualTo("other");

        operator.clock().advance(Duration.ofSeconds(5));

        eventually(() -> assertThat(label("labelled")).isEqualTo("labelled"));
        tenant.eventuallyCondition("labelled", ConditionType.Stalled, "False", "AsRequested");
        assertThat(tenant.token("labelled")).isEqualTo(token);
    }

    @Test
    void anAuthorMayEditAsOftenAsHeLikes() {
        tenant.apiToken("edited", "");
        tenant.eventuallyReady("edited");
        for (int round = 0; round < 3 * BURST; round++) {
            String team = "team-" + round;
            tenant.patch("edited", "{\"spec\": {\"secret\": {\"labels\": {\"team\": \"%s\"}}}}".formatted(team));
            eventually(() -> assertThat(tenant.secret("edited").getMetadata().getLabels())
                    .containsEntry("team", team));
        }

        tenant.eventuallyReady("edited");
    }

    private static void alter(String secret, String json) {
        tenant.client()
                .secrets()
                .inNamespace(tenant.namespace())
                .withName(secret)
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("rival")
                                .build(),
                        json);
    }

    private static @Nullable String label(String secret) {
        return tenant.secret(secret).getMetadata().getLabels().get("apitoken.dev/token");
    }

    private static String stalled(String name) {
        return Tenant.condition(tenant.status(name), ConditionType.Stalled).getMessage();
    }
}
