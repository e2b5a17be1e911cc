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
class EndIT {
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
    void aDisabledTokenKeepsItsSecretAndComesBackAsTheSameToken() {
        tenant.apiToken("switched", "");
        tenant.eventuallyReady("switched");
        var secret = tenant.secret("switched");

        tenant.patch("switched", "{\"spec\": {\"enabled\": false}}");

        tenant.eventuallyCondition("switched", ConditionType.Live, "False", "Disabled");
        tenant.eventuallyReady("switched");
        assertThat(tenant.secret("switched")).isEqualTo(secret);

        tenant.patch("switched", "{\"spec\": {\"enabled\": true}}");

        tenant.eventuallyCondition("switched", ConditionType.Live, "True", "Listed");
        assertThat(tenant.secret("switched")).isEqualTo(secret);
    }

    @Test
    void theAnnotationDeniedEndsATokenWithoutAChangeOfSpec() {
        tenant.apiToken("denied", "");
        tenant.eventuallyReady("denied");
        var token = tenant.token("denied");

        tenant.patch("denied", "{\"metadata\": {\"annotations\": {\"apitoken.dev/denied\": \"leaked\"}}}");
        tenant.eventuallyCondition("denied", ConditionType.Live, "False", "Denied");

        tenant.patch("denied", "{\"metadata\": {\"annotations\": {\"apitoken.dev/denied\": null}}}");
        tenant.eventuallyCondition("denied", ConditionType.Live, "True", "Listed");
        assertThat(tenant.token("denied")).isEqualTo(token);
    }

    @Test
    void aTokenPastItsHardEndHasExpiredAndALaterDateBringsAnotherOne() {
        var end = operator.clock().instant().plus(Duration.ofHours(1));
        tenant.apiToken("ending", "expiresAt: \"%s\"".formatted(end));
        tenant.eventuallyReady("ending");
        assertThat(tenant.issued("ending").expiresAt()).isEqualTo(end.toString());
        var first = tenant.tokenId("ending");

        operator.clock().moveTo(end);

        tenant.eventuallyCondition("ending", ConditionType.Live, "False", "Expired");
        tenant.eventuallyReady("ending");
        assertThat(tenant.tokenId("ending")).isEqualTo(first);

        tenant.patch("ending", "{\"spec\": {\"expiresAt\": \"%s\"}}".formatted(end.plus(Duration.ofDays(1))));

        tenant.eventuallyCondition("ending", ConditionType.Live, "True", "Listed");
        assertThat(tenant.tokenId("ending")).isNotEqualTo(first);
    }

    @Test
    void theSecretGoesWithItsApiToken() {
        tenant.apiToken("deleted", "");
        tenant.eventuallyReady("deleted");

        tenant.delete("deleted");

        eventually(() -> assertThat(tenant.secretOrNull("deleted")).isNull());
    }

    @Test
    void aSuspendedTokenIsLeftAlone() {
        tenant.apiToken("suspended", "validity: 1h, suspend: true");
        tenant.eventuallyReady("suspended");
        assertThat(tenant.secretOrNull("suspended")).isNull();

        tenant.patch("suspended", "{\"spec\": {\"suspend\": false}}");

        eventually(() -> assertThat(tenant.secretOrNull("suspended")).isNotNull());
    }

    @Test
    void aManualTokenIsNotRenewedButSaysThatItShouldBe() {
        tenant.apiToken("manual", "validity: 1h, rotation: {policy: Manual}");
        tenant.eventuallyReady("manual");
        var token = tenant.token("manual");

        operator.clock().advance(Duration.ofMinutes(59));

        tenant.eventuallyCondition("manual", ConditionType.RenewalHealthy, "False", "Manual");
        assertThat(tenant.token("manual")).isEqualTo(token);
    }

    @Test
    void aRetainedSecretStaysWithADeadTokenThatNothingRevives() {
        tenant.apiToken("retained", "secret: {deletionPolicy: Retain}");
        tenant.eventuallyReady("retained");
        var token = tenant.token("retained");
        assertThat(tenant.secret("retained").getMetadata().getOwnerReferences()).isEmpty();

        tenant.delete("retained");

        eventually(() -> assertThat(tenant.secret("retained").getMetadata().getAnnotations())
                .containsEntry(
                        "apitoken.dev/ends-at", operator.clock().instant().toString()));
        assertThat(tenant.token("retained")).isEqualTo(token);

        tenant.apiToken("retained", "");

        tenant.eventuallyReady("retained");
        assertThat(tenant.token("retained")).isNotEqualTo(token);
    }

    @Test
    void retainTakesTheOwnerAwayAndDeletePutsItBackWithoutANewToken() {
        tenant.apiToken("kept", "");
        tenant.eventuallyReady("kept");
        var token = tenant.token("kept");

        tenant.patch("kept", "{\"spec\": {\"secret\": {\"deletionPolicy\": \"Retain\"}}}");
        eventually(() -> assertThat(tenant.secret("kept").getMetadata().getOwnerReferences())
                .isEmpty());

        tenant.patch("kept", "{\"spec\": {\"secret\": {\"deletionPolicy\": \"Delete\"}}}");
        eventually(() -> assertThat(tenant.secret("kept").getMetadata().getOwnerReferences())
                .hasSize(1));
        assertThat(tenant.token("kept")).isEqualTo(token);
    }

    @Test
    void aDisabledAccountEndsTheTokensOfItsUser() {
        tenant.apiToken("of-account", "");
        tenant.patch("of-account", "{\"spec\": {\"user\": \"robot\"}}");
        tenant.eventuallyCondition("of-account", ConditionType.Live, "True", "Listed");

        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: ApiAccount
                metadata: {name: robot}
                spec: {enabled: false}
                """);

        tenant.eventuallyCondition("of-account", ConditionType.Live, "False", "AccountDisabled");
        tenant.eventuallyReady("of-account");
    }
}
