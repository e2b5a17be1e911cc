package dev.apitoken.operator.access;

import static dev.apitoken.testkit.ConditionsAssert.assertConditions;
import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.AccessPolicyStatus;
import dev.apitoken.crds.ApiAccount;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is in the access Secret, and how soon not any more. */
@RealCluster
class ListingIT {
    private static Cluster cluster;
    private static OperatorUnderTest operator;

    private Tenant tenant;
    private Gate gate;
    private String token;

    @BeforeAll
    static void start(Cluster started) {
        cluster = started;
        operator = OperatorUnderTest.start(started);
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @BeforeEach
    void aTokenThatIsListed() {
        tenant = Tenant.withIssuer(cluster);
        gate = Gate.create(tenant, "gate", "");
        tenant.apiToken("ci", "validity: 30d");
        tenant.eventuallyReady("ci");
        token = tenant.token("ci");
        gate.eventuallyLists(token);
    }

    @Test
    void aTokenWithNothingButAUserIsListedAtAGateWithNothingAtAll() throws Exception {
        var entry = gate.entryOf(token).orElseThrow();

        assertThat(entry.user().value()).isEqualTo("ci");
        assertThat(entry.namespace()).isEqualTo(tenant.namespace());
        assertThat(entry.roles()).isEmpty();
        assertThat(entry.sources()).isEmpty();
        assertThat(gate.document().issuers())
                .singleElement()
                .satisfies(issuer -> assertThat(issuer.issuer()).isEqualTo(entry.issuer()));
        eventually(() -> {
            assertConditions(gate.policy())
                    .ready("True")
                    .has("Stalled", "False")
                    .areCurrent();
            assertThat(gate.status().tokens()).isEqualTo(1);
            assertThat(gate.status().revision()).isEqualTo(gate.head().revision());
            assertThat(gate.status().notListed()).isEmpty();
        });
    }

    @Test
    void aDisabledTokenIsGoneWithinASecondAndComesBackAsItWas() throws Exception {
        var lag = gate.untilGone(token, () -> tenant.patch("ci", "{\"spec\":{\"enabled\":false}}"));

        System.out.println("disabled: gone after " + lag.toMillis() + " ms");
        assertThat(lag).isLessThan(Duration.ofSeconds(1));
        eventually(() -> assertThat(gate.status().notListed()).singleElement().satisfies(each -> {
            assertThat(each.name()).isEqualTo("ci");
            assertThat(each.reason()).isEqualTo("Disabled");
        }));

        tenant.patch("ci", "{\"spec\":{\"enabled\":true}}");
        gate.eventuallyLists(token);
        assertThat(tenant.token("ci")).isEqualTo(token);
    }

    @Test
    void aDeletedTokenIsGoneWithinASecond() throws Exception {
        var lag = gate.untilGone(token, () -> tenant.delete("ci"));

        System.out.println("deleted: gone after " + lag.toMillis() + " ms");
        assertThat(lag).isLessThan(Duration.ofSeconds(1));
        assertThat(gate.document().entries()).isEmpty();
        assertThat(gate.document().issuers()).isEmpty();
    }

    /** Rule B9: whatever somebody else still has to do with it. */
    @Test
    void aTokenThatIsBeingDeletedIsGoneAlthoughAFinalizerHoldsItBack() throws Exception {
        tenant.patch("ci", "{\"metadata\":{\"finalizers\":[\"example.com/slow\"]}}");

        var lag = gate.untilGone(token, () -> tenant.delete("ci"));

        assertThat(lag).isLessThan(Duration.ofSeconds(3));
        assertThat(tenant.get("ci").getMetadata().getDeletionTimestamp()).isNotNull();
        tenant.patch("ci", "{\"metadata\":{\"finalizers\":null}}");
        eventually(() -> assertThat(tenant.secretOrNull("ci")).isNull());
    }

    @Test
    void theEmergencyStopNeedsNoChangeOfTheSpec() throws Exception {
        var lag = gate.untilGone(
                token,
                () -> tenant.patch("ci", "{\"metadata\":{\"annotations\":{\"apitoken.dev/denied\":\"leaked\"}}}"));

        System.out.println("denied: gone after " + lag.toMillis() + " ms");
        assertThat(lag).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aCopyInTheSecretOfAnotherApiTokenDoesNotBringBackWhatWasDenied() throws Exception {
        tenant.apiToken("copy", "validity: 30d");
        tenant.eventuallyReady("copy");
        gate.eventuallyLists(tenant.token("copy"));
        tenant.patch("copy", "{\"spec\":{\"suspend\":true}}");
        tenant.patchSecret("copy", secret -> {
            var original = tenant.secret("ci");
            secret.setData(original.getData());
            secret.getMetadata().setAnnotations(original.getMetadata().getAnnotations());
            return secret;
        });
        eventually(() -> assertThat(gate.document().entries()).hasSize(1));

        tenant.patch("ci", "{\"metadata\":{\"annotations\":{\"apitoken.dev/denied\":\"leaked\"}}}");
        gate.eventuallyDoesNotList(token);
        eventually(() -> assertThat(gate.status().notListed())
                .extracting(each -> each.name() + " " + each.reason())
                .contains("ci Denied"));
        assertThat(gate.document().entries()).isEmpty();

        tenant.delete("ci");
        eventually(() -> assertThat(gate.status().notListed())
                .extracting(AccessPolicyStatus.NotListed::name)
                .doesNotContain("ci"));
        assertThat(gate.document().entries()).isEmpty();
    }

    @Test
    void filtersWithoutATrustedProxyAreToldInTheCondition() {
        tenant.patch("ci", "{\"spec\":{\"allowedSources\":[\"10.0.0.0/8\"]}}");

        eventually(() -> assertThat(Conditions.find(gate.status().conditions(), ConditionType.Ready)
                        .orElseThrow()
                        .getMessage())
                .contains("1 of its tokens have allowedSources"));
    }

    @Test
    void rolesFollowTheAccountWithoutANewToken() throws Exception {
        account("ci", "roles: [reader, writer]");
        eventually(() -> assertThat(gate.entryOf(token).orElseThrow().roles()).containsExactly("reader", "writer"));

        tenant.patch("ci", "{\"spec\":{\"roles\":[\"writer\",\"made-up\"]}}");
        eventually(() -> assertThat(gate.entryOf(token).orElseThrow().roles()).containsExactly("writer"));

        patchAccount("ci", "{\"spec\":{\"roles\":[\"reader\"]}}");
        eventually(() -> assertThat(gate.entryOf(token).orElseThrow().roles()).isEmpty());

        assertThat(tenant.token("ci")).isEqualTo(token);
        eventually(() -> assertThat(account("ci").getStatus().tokens()).isEqualTo(1));
    }

    @Test
    void aDisabledAccountEndsItsTokensWithinASecondAndTheOlderOfTwoCounts() throws Exception {
        account("ci", "");
        eventually(() -> assertConditions(account("ci")).ready("True").areCurrent());

        var lag = gate.untilGone(token, () -> patchAccount("ci", "{\"spec\":{\"enabled\":false}}"));

        System.out.println("account disabled: gone after " + lag.toMillis() + " ms");
        assertThat(lag).isLessThan(Duration.ofSeconds(1));
        account("second", "user: ci, roles: [admin]");
        eventually(() -> assertConditions(account("second"))
                .has("Ready", "False", "UserConflict")
                .has("Stalled", "True"));
        assertThat(gate.entryOf(token)).isEmpty();

        tenant.client()
                .resources(ApiAccount.class)
                .inNamespace(tenant.namespace())
                .withName("ci")
                .delete();
        eventually(() -> {
            assertThat(gate.entryOf(token).orElseThrow().roles()).containsExactly("admin");
            assertConditions(account("second")).ready("True").has("Stalled", "False");
        });
    }

    @Test
    void anEditedSourceFilterReachesTheEntryOfTheSameToken() throws Exception {
        tenant.patch("ci", "{\"spec\":{\"allowedSources\":[\"10.0.0.0/8\",\"192.0.2.1-192.0.2.9\"]}}");

        eventually(() -> assertThat(gate.entryOf(token)
                        .orElseThrow()
                        .sources()
                        .orElseThrow()
                        .ranges())
                .hasSize(2));
        assertThat(tenant.token("ci")).isEqualTo(token);
    }

    @Test
    void afterARenewalBothAreListedUntilTheOverlapEnds() throws Exception {
        var renewal = Instant.parse(tenant.status("ci").renewalTime());
        operator.clock().moveTo(renewal);
        tenant.eventually("ci", status -> Objects.equals(status.revision(), 2L));
        var second = tenant.token("ci");

        eventually(() -> {
            assertThat(gate.entryOf(second)).isPresent();
            assertThat(gate.entryOf(token).orElseThrow().acceptedUntil()).isEqualTo(renewal.plusSeconds(600));
        });

        operator.clock().advance(Duration.ofMinutes(10));
        gate.eventuallyDoesNotList(token);
        assertThat(gate.entryOf(second)).isPresent();
        operator.clock().moveTo(Instant.parse("2026-11-22T10:00:00Z"));
    }

    private void account(String name, String spec) {
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: ApiAccount
                metadata: {name: %s}
                spec: {%s}
                """.formatted(name, spec));
    }

    private ApiAccount account(String name) {
        return tenant.client()
                .resources(ApiAccount.class)
                .inNamespace(tenant.namespace())
                .withName(name)
                .get();
    }

    private void patchAccount(String name, String json) {
        tenant.client()
                .resources(ApiAccount.class)
                .inNamespace(tenant.namespace())
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }
}
