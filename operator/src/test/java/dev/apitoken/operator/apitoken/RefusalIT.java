package dev.apitoken.operator.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RealCluster
class RefusalIT {
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
    void whatCannotBeReadIsInvalidUntilItIsEdited() {
        tenant.apiToken("invalid", "rotation: {renewBefore: 40d}");

        tenant.eventuallyCondition("invalid", ConditionType.Ready, "False", "InvalidSpec");
        tenant.eventuallyCondition("invalid", ConditionType.Stalled, "True", "InvalidSpec");
        assertThat(Tenant.condition(tenant.status("invalid"), ConditionType.Ready)
                        .getMessage())
                .contains("spec.rotation.renewBefore");
        assertThat(tenant.secretOrNull("invalid")).isNull();

        tenant.patch("invalid", "{\"spec\": {\"rotation\": {\"renewBefore\": \"5d\"}}}");

        tenant.eventuallyReady("invalid");
        tenant.eventuallyCondition("invalid", ConditionType.Stalled, "False", "AsRequested");
    }

    /** The CRD cannot compare addresses, so it lets this through. */
    @Test
    void aReversedSourceRangeIsInvalidAndAWorkingTokenSaysThatItIsRefused() {
        tenant.apiToken("ranged", "allowedSources: [192.0.2.10-192.0.2.20]");
        tenant.eventuallyReady("ranged");

        tenant.patch("ranged", "{\"spec\": {\"allowedSources\": [\"192.0.2.20-192.0.2.10\"]}}");

        tenant.eventuallyCondition("ranged", ConditionType.Ready, "False", "InvalidSpec");
        assertThat(message("ranged")).contains("spec.allowedSources", "192.0.2.10-192.0.2.20");
        assertThat(Tenant.condition(tenant.status("ranged"), ConditionType.Live).getStatus())
                .isEqualTo("False");
    }

    @Test
    void anEmergencyAnnotationThatCannotBeReadRefusesTheToken() {
        tenant.apiToken("typo", "");
        tenant.eventuallyReady("typo");

        tenant.patch("typo", "{\"metadata\": {\"annotations\": {\"apitoken.dev/rotate-after\": \"now\"}}}");

        tenant.eventuallyCondition("typo", ConditionType.Ready, "False", "InvalidSpec");
        assertThat(Tenant.condition(tenant.status("typo"), ConditionType.Live).getStatus())
                .isEqualTo("False");
    }

    @Test
    void aTokenOutsideTheLimitsOfItsIssuerIsNotAllowedAndTheLimitIsNamed() {
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: TokenIssuer
                metadata: {name: strict}
                spec: {defaults: {validity: 10d}, limits: {users: ["ci-*"], maxValidity: 10d}}
                """);
        tenant.apiToken("wrong-user", "issuerRef: {name: strict}");
        tenant.eventuallyCondition("wrong-user", ConditionType.Ready, "False", "NotAllowed");
        assertThat(message("wrong-user")).contains("user ci", "limits.users", "TokenIssuer");

        tenant.patch("wrong-user", "{\"spec\": {\"user\": \"ci-1\", \"validity\": \"20d\"}}");
        tenant.eventuallyCondition("wrong-user", ConditionType.Ready, "False", "NotAllowed");
        assertThat(message("wrong-user")).contains("20d", "limits.maxValidity 10d");

        tenant.patch("wrong-user", "{\"spec\": {\"validity\": null}}");
        tenant.eventuallyReady("wrong-user");
        assertThat(Duration.between(operator.clock().instant(), Instant.parse(expiry("wrong-user"))))
                .isEqualTo(Duration.ofDays(10));
    }

    @Test
    void tightenedLimitsEndAToken() {
        tenant.issuer("loose");
        tenant.apiToken("fine", "issuerRef: {name: loose}");
        tenant.eventuallyReady("fine");

        tenant.patchIssuer("loose", "{\"spec\": {\"limits\": {\"users\": [\"nobody\"]}}}");

        tenant.eventuallyCondition("fine", ConditionType.Live, "False", "NotIssued");
        tenant.eventuallyCondition("fine", ConditionType.Ready, "False", "NotAllowed");
    }

    @Test
    void theNewestTokenBeyondTheNumberOfANamespaceIsRefusedUntilThereIsRoom() {
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: TokenIssuer
                metadata: {name: few}
                spec: {limits: {maxTokensPerNamespace: 1}}
                """);
        tenant.apiToken("a-first", "issuerRef: {name: few}");
        tenant.eventuallyReady("a-first");

        tenant.apiToken("b-second", "issuerRef: {name: few}");

        tenant.eventuallyCondition("b-second", ConditionType.Ready, "False", "NotAllowed");
        assertThat(message("b-second")).contains("limits.maxTokensPerNamespace");

        tenant.delete("a-first");
        operator.clock().advance(Duration.ofMinutes(1));

        tenant.eventuallyReady("b-second");
    }

    private static String expiry(String name) {
        return Objects.requireNonNull(tenant.issued(name).expiresAt());
    }

    private static String message(String name) {
        return Tenant.condition(tenant.status(name), ConditionType.Ready).getMessage();
    }
}
