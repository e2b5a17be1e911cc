package dev.apitoken.operator.apitoken;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RealCluster
class ConflictIT {
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
    void aSecretOfSomebodyElseIsNeverTouched() {
        tenant.create("""
                apiVersion: v1
                kind: Secret
                metadata: {name: taken}
                type: Opaque
                stringData: {password: theirs}
                """);
        var theirs = tenant.secret("taken");

        tenant.apiToken("taken", "");

        tenant.eventuallyCondition("taken", ConditionType.Ready, "False", "SecretConflict");
        tenant.eventuallyCondition("taken", ConditionType.Stalled, "True", "SecretConflict");
        eventually(() -> assertThat(tenant.eventReasons("taken")).contains("SecretConflict"));
        assertThat(tenant.secret("taken")).isEqualTo(theirs);
        assertThat(tenant.status("taken").token()).isNull();

        tenant.client().resource(theirs).delete();
        operator.clock().advance(Duration.ofMinutes(1));

        tenant.eventuallyReady("taken");
    }

    @Test
    void twoApiTokensThatWantTheSameSecretAreToldApart() {
        tenant.apiToken("winner", "secret: {name: shared}");
        tenant.eventuallyReady("winner");
        var token = tenant.token("shared");

        tenant.apiToken("loser", "secret: {name: shared}");

        tenant.eventuallyCondition("loser", ConditionType.Ready, "False", "SecretConflict");
        assertThat(Tenant.condition(tenant.status("loser"), ConditionType.Ready).getMessage())
                .contains("ApiToken winner");
        assertThat(tenant.token("shared")).isEqualTo(token);

        tenant.delete("winner");
        eventually(() -> assertThat(tenant.secretOrNull("shared")).isNull());
        operator.clock().advance(Duration.ofMinutes(1));

        tenant.eventuallyReady("loser");
        tenant.eventuallyCondition("loser", ConditionType.Stalled, "False", "AsRequested");
        assertThat(tenant.token("shared")).isNotEqualTo(token);
        assertThat(tenant.secret("shared").getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getName()).isEqualTo("loser"));
    }

    @Test
    void aSecretOfOurTypeThatNobodyOwnsIsTakenOnlyIfAskedFor() {
        tenant.create("""
                apiVersion: v1
                kind: Secret
                metadata: {name: free}
                type: apitoken.dev/token
                """);
        var free = tenant.secret("free");

        tenant.apiToken("free", "");
        tenant.eventuallyCondition("free", ConditionType.Ready, "False", "SecretConflict");
        assertThat(tenant.secret("free")).isEqualTo(free);

        tenant.patch("free", "{\"spec\": {\"secret\": {\"adoption\": \"IfUnowned\"}}}");

        tenant.eventuallyReady("free");
        assertThat(tenant.secret("free").getMetadata().getUid())
                .isEqualTo(free.getMetadata().getUid());
    }
}
