package dev.apitoken.operator.access;

import static dev.apitoken.testkit.ConditionsAssert.assertConditions;
import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.token.secret.KeyRingSecret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An end comes into force whatever else the operator is busy with or fails at. */
@RealCluster
class EndsNeverWaitIT {
    /** Rule G3 allows two seconds in a storm; this machine may be busy with other tests too. */
    private static final Duration BOUND = Duration.ofSeconds(3);

    private static final String DISABLE = "{\"spec\":{\"enabled\":false}}";

    private OperatorUnderTest operator;
    private Tenant tenant;
    private Gate gate;
    private String token;

    @BeforeEach
    void aListedToken(Cluster cluster) {
        operator = OperatorUnderTest.start(cluster);
        tenant = Tenant.withIssuer(cluster);
        gate = Gate.create(tenant, "gate", "");
        tenant.apiToken("ci", "");
        tenant.eventuallyReady("ci");
        token = tenant.token("ci");
        gate.eventuallyLists(token);
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void behindHundredsOfApiTokensThatWaitForTheirFirstToken() {
        IntStream.range(0, 300).forEach(i -> tenant.apiToken("waiting-" + i, ""));

        assertThat(gate.untilGone(token, () -> tenant.patch("ci", DISABLE))).isLessThan(BOUND);
    }

    @Test
    void whileTheIssuerHasLostItsKeys() {
        tenant.client()
                .secrets()
                .inNamespace(operator.namespace())
                .withField("type", KeyRingSecret.TYPE)
                .delete();
        tenant.apiToken("late", "");
        tenant.eventuallyCondition("late", ConditionType.Ready, "False", "IssuerNotReady");
        gate.eventuallyLists(token);

        assertThat(gate.untilGone(token, () -> tenant.patch("ci", DISABLE))).isLessThan(BOUND);
    }

    @Test
    void besideAPolicyWhoseDocumentCannotBeWritten() {
        tenant.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("other-access")
                        .endMetadata()
                        .build())
                .inNamespace(tenant.namespace())
                .create();
        var other = Gate.create(tenant, "other", "");
        eventually(() -> assertConditions(other.policy()).has("Ready", "False", "SecretConflict"));

        assertThat(gate.untilGone(token, () -> tenant.patch("ci", DISABLE))).isLessThan(BOUND);
    }

    @Test
    void atAPolicyWhoseSpecCannotBeRead() throws Exception {
        gate.patch("{\"spec\":{\"rules\":[{\"paths\":[\"/*\"]}]}}");
        eventually(() -> assertThat(gate.document().policy().rules()).hasSize(1));
        gate.patch("{\"spec\":{\"rules\":[" + moreRulesThanASecretHolds() + "]}}");
        eventually(() -> assertConditions(gate.policy()).has("Ready", "False", "InvalidSpec"));
        tenant.apiToken("late", "");
        tenant.eventuallyReady("late");
        gate.eventuallyLists(tenant.token("late"));

        assertThat(gate.untilGone(token, () -> tenant.patch("ci", DISABLE))).isLessThan(BOUND);
        assertThat(gate.document().policy().rules()).hasSize(1);
    }

    private static String moreRulesThanASecretHolds() {
        return IntStream.range(0, 600)
                .mapToObj(i -> "{\"paths\":[\"/%d/%s\",\"/%d/b/%s\",\"/%d/c/%s\",\"/%d/d/%s\"]}"
                        .formatted(i, "x".repeat(230), i, "x".repeat(230), i, "x".repeat(230), i, "x".repeat(230)))
                .collect(Collectors.joining(","));
    }

    @Test
    void atAPolicyWhoseRoleBelongsToSomebodyElse() {
        tenant.client()
                .rbac()
                .roles()
                .inNamespace(tenant.namespace())
                .withName("gate-access")
                .edit(role -> {
                    role.getMetadata().setOwnerReferences(List.of());
                    return role;
                });
        gate.patch("{\"spec\":{\"validators\":{\"serviceAccounts\":[\"doorman\"]}}}");
        eventually(() -> assertConditions(gate.policy()).has("Ready", "False", "RightsNotGranted"));

        assertThat(gate.untilGone(token, () -> tenant.patch("ci", DISABLE))).isLessThan(BOUND);
    }
}
