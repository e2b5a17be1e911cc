package dev.apitoken.operator.report;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.crds.AccessPolicyStatus;
import dev.apitoken.crds.ApiTokenStatus;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.ValidatorReport;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports as validators, and others, write them: what becomes of them in the status of policies and tokens. */
@RealCluster
class ReportIT {
    private final Cluster cluster;
    private OperatorUnderTest operator;
    private Tenant tenant;

    ReportIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void aPolicyThatListsAToken() {
        operator = OperatorUnderTest.start(cluster);
        tenant = Tenant.withIssuer(cluster);
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: AccessPolicy
                metadata: {name: orders}
                spec: {}
                """);
        tenant.apiToken("ci", "");
        tenant.eventuallyReady("ci");
        eventually(() -> assertThat(policy().tokens()).isEqualTo(1));
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void nobodyReportingIsUnknownAndNotTrue() {
        enforced("Unknown", "NobodyReporting");
        tenant.eventuallyCondition("ci", ConditionType.Enforced, "Unknown", "NobodyReporting");
        eventually(() -> assertThat(validators().reporting()).isZero());
    }

    @Test
    void everyoneUpToDateIsTrueAndOneBehindIsFalse() {
        report("a", revision());
        report("b", revision());
        enforced("True", "UpToDate");
        tenant.eventuallyCondition("ci", ConditionType.Enforced, "True", "UpToDate");
        eventually(() -> assertThat(validators().upToDate()).isEqualTo(2));

        long before = revision();
        tenant.patch("ci", "{\"spec\": {\"enabled\": false}}");
        eventually(() -> assertThat(revision()).isGreaterThan(before));
        enforced("False", "Lagging");
        tenant.eventuallyCondition("ci", ConditionType.Enforced, "False", "Lagging");

        report("a", revision());
        eventually(() -> assertThat(validators().upToDate()).isEqualTo(1));
        tenant.eventuallyCondition("ci", ConditionType.Enforced, "False", "Lagging");
        report("b", revision());
        enforced("True", "UpToDate");
        tenant.eventuallyCondition("ci", ConditionType.Enforced, "True", "UpToDate");
    }

    @Test
    void aChangeOfOneTokenDoesNotTouchTheStatusOfAnother() {
        tenant.apiToken("other", "");
        tenant.eventuallyReady("other");
        eventually(() -> assertThat(policy().tokens()).isEqualTo(2));
        report("a", revision());
        tenant.eventuallyCondition("other", ConditionType.Enforced, "True", "UpToDate");
        tenant.eventuallyCondition("ci", ConditionType.Enforced, "True", "UpToDate");
        String version = tenant.get("other").getMetadata().getResourceVersion();

        tenant.patch("ci", "{\"spec\": {\"enabled\": false}}");
        enforced("False", "Lagging");
        tenant.eventuallyCondition("ci", ConditionType.Enforced, "False", "Lagging");
        report("a", revision());
        tenant.eventuallyCondition("ci", ConditionType.Enforced, "True", "UpToDate");

        assertThat(tenant.get("other").getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void theLastUseIsFoldedForwardOnlyAndAtMostEveryFiveMinutes() {
        report("a", revision());
        enforced("True", "UpToDate");
        used("a", tenant.tokenId("ci"), now().minusSeconds(30), "192.0.2.7");
        lastUsed(now().minusSeconds(30), "192.0.2.7");

        used("a", tenant.tokenId("ci"), now().minusSeconds(90), "192.0.2.8");
        used("a", tenant.tokenId("ci"), now().minusSeconds(1), "192.0.2.9");
        settles();
        lastUsed(now().minusSeconds(30), "192.0.2.7");

        operator.clock().advance(Duration.ofMinutes(5));
        lastUsed(now().minus(Duration.ofMinutes(5)).minusSeconds(1), "192.0.2.9");
    }

    @Test
    void whatNobodyMayBelieveIsIgnoredAndWhatIsAheadOfTimeIsNow() {
        report("a", revision());
        used("a", "no-such-token", now(), "192.0.2.7");
        used("a", tenant.tokenId("ci"), now().plus(Duration.ofDays(3000)), "not an address");

        lastUsed(now(), null);
        assertThat(revision()).isEqualTo(policy().revision());
    }

    @Test
    void aReportOfAnotherNamespaceSaysNothingAboutThisPolicyAndItsTokens() {
        var stranger = Tenant.of(cluster);
        write(
                stranger.namespace(),
                "a",
                revision(),
                now(),
                Map.of(tenant.tokenId("ci"), new ValidatorReport.LastUse(now().toString(), "192.0.2.7")),
                null);
        settles();

        enforced("Unknown", "NobodyReporting");
        assertThat(tenant.status("ci").lastUsed()).isNull();
    }

    @Test
    void aSilentValidatorAgesOutAndItsReportIsCollectedButNotOneThatWasJustRenewed() {
        report("silent", revision());
        report("alive", revision());
        eventually(() -> assertThat(validators().reporting()).isEqualTo(2));

        operator.clock().advance(Duration.ofMinutes(6));
        report("alive", revision());
        settles();
        operator.clock().advance(Duration.ofMinutes(6));
        eventually(() -> assertThat(validators().reporting()).isEqualTo(1));

        operator.clock().advance(Duration.ofMinutes(50));
        report("alive", revision());
        eventually(() -> assertThat(exists("silent")).isFalse());
        assertThat(exists("alive")).isTrue();

        operator.clock().advance(Duration.ofMinutes(12));
        enforced("Unknown", "NobodyReporting");
        tenant.eventuallyCondition("ci", ConditionType.Enforced, "Unknown", "NobodyReporting");
    }

    @Test
    void aValidatorThatStoppedInOrderCountsNoMore() {
        report("a", revision());
        enforced("True", "UpToDate");

        write(tenant.namespace(), "a", revision(), now(), Map.of(), now());

        enforced("Unknown", "NobodyReporting");
    }

    @Test
    void aReportAheadOfWhatIsWrittenIsFollowedAndSaidOnce() {
        long restored = revision();
        long applied = restored + 1_000_000;
        report("a", applied);

        eventually(() -> assertThat(revision()).isGreaterThan(applied));
        eventually(() -> assertThat(events()).contains("ValidatorAhead"));
        report("a", revision());
        enforced("True", "UpToDate");
    }

    @Test
    void anAbsurdRevisionIsNotFollowedAndNeverCountsAsUpToDate() {
        long before = revision();
        report("liar", now().plus(Duration.ofDays(4000)).toEpochMilli());

        enforced("False", "Lagging");
        assertThat(revision()).isEqualTo(before);
        assertThat(events()).doesNotContain("ValidatorAhead");
    }

    @Test
    void atRestTheOperatorWritesNothingHoweverOftenValidatorsReport() {
        report("a", revision());
        enforced("True", "UpToDate");
        tenant.eventuallyCondition("ci", ConditionType.Enforced, "True", "UpToDate");
        settles();
        var before = versions();

        for (int beat = 0; beat < 3; beat++) {
            operator.clock().advance(Duration.ofMinutes(1));
            report("a", revision());
            settles();
        }

        assertThat(versions()).isEqualTo(before);
    }

    @Test
    void aRestartOfTheOperatorChangesNothing() {
        report("a", revision());
        enforced("True", "UpToDate");
        tenant.eventuallyCondition("ci", ConditionType.Enforced, "True", "UpToDate");
        settles();
        var before = versions();

        operator.restart();
        settles();

        assertThat(versions()).isEqualTo(before);
    }

    private Instant now() {
        return operator.clock().instant();
    }

    private AccessPolicyStatus policy() {
        return tenant.client()
                .resources(AccessPolicy.class)
                .inNamespace(tenant.namespace())
                .withName("orders")
                .require()
                .getStatus();
    }

    private long revision() {
        return Objects.requireNonNull(policy().revision());
    }

    private AccessPolicyStatus.ValidatorCount validators() {
        return Objects.requireNonNull(policy().validators());
    }

    private void enforced(String status, String reason) {
        eventually(() -> {
            var condition = Conditions.find(policy().conditions(), ConditionType.Enforced)
                    .orElseThrow();
            assertThat(condition.getStatus() + " " + condition.getReason())
                    .as(condition.getMessage())
                    .isEqualTo(status + " " + reason);
        });
    }

    private void lastUsed(Instant time, @Nullable String source) {
        eventually(() -> assertThat(tenant.status("ci").lastUsed())
                .isEqualTo(new ApiTokenStatus.LastUsed(time.toString(), source)));
    }

    private void report(String name, long revision) {
        write(tenant.namespace(), name, revision, now(), Map.of(), null);
    }

    private void used(String name, String id, Instant time, String source) {
        write(
                tenant.namespace(),
                name,
                revision(),
                now(),
                Map.of(id, new ValidatorReport.LastUse(time.toString(), source)),
                null);
    }

    private void write(
            String namespace,
            String name,
            long revision,
            Instant at,
            Map<String, ValidatorReport.LastUse> uses,
            @Nullable Instant stoppedAt) {
        var report = new ValidatorReport();
        report.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
        report.setReport(new ValidatorReport.Report(
                "orders",
                revision,
                null,
                "0s",
                at.toString(),
                stoppedAt == null ? null : stoppedAt.toString(),
                System.nanoTime(),
                Map.of(),
                uses));
        tenant.client().resource(report).createOr(existing -> existing.update());
    }

    private boolean exists(String name) {
        return tenant.client()
                        .resources(ValidatorReport.class)
                        .inNamespace(tenant.namespace())
                        .withName(name)
                        .get()
                != null;
    }

    private java.util.List<String> events() {
        return tenant.eventReasons("orders");
    }

    /** Long enough for two looks at the reports and what follows from them. */
    private void settles() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .during(Duration.ofMillis(2500))
                .until(() -> true);
    }

    private Map<String, String> versions() {
        var versions = new TreeMap<String, String>();
        Stream.of(
                        tenant.client().resources(dev.apitoken.crds.ApiToken.class),
                        tenant.client().resources(AccessPolicy.class),
                        tenant.client().secrets())
                .flatMap(kind -> kind.inNamespace(tenant.namespace()).list().getItems().stream())
                .map(HasMetadata.class::cast)
                .forEach(object -> versions.put(
                        object.getKind() + " " + object.getMetadata().getName(),
                        object.getMetadata().getResourceVersion()));
        return versions;
    }
}
