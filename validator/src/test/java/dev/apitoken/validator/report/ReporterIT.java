package dev.apitoken.validator.report;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ValidatorReport;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.token.TokenId;
import dev.apitoken.validator.decision.AccessDecision;
import dev.apitoken.validator.decision.DenialReason;
import dev.apitoken.validator.decision.SampleDocument;
import dev.apitoken.validator.index.CurrentAccess;
import dev.apitoken.validator.index.ProcessClock;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the rights of a validator and no others: create and patch, but not get. */
@RealCluster
class ReporterIT {
    private static final String VALIDATOR = "validator";

    private final ProcessClock clock = ProcessClock.system();
    private final CurrentAccess access = new CurrentAccess(clock);
    private final Tallies tallies = Tallies.keepingUses();
    private final Tally tally = tallies.of(Runnable::run);
    private final Cluster cluster;
    private String namespace;
    private Path kubeconfig;
    private final Deque<Reporter> reporters = new ArrayDeque<>();

    ReporterIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void prepare() {
        namespace = cluster.newNamespace("report");
        kubeconfig = cluster.kubeconfigFor(namespace, VALIDATOR);
    }

    @AfterEach
    void stop() {
        reporters.forEach(Reporter::close);
    }

    @Test
    void aRevisionAndTheFirstUseAreToldSoon() {
        allow();
        start(this::config);
        tally.decided(SampleDocument.allowed("one", "192.0.2.7"), clock.instant());
        tally.decided(new AccessDecision.Denied(DenialReason.UnknownToken, true, Optional.empty()), clock.instant());

        access.publish(SampleDocument.revision(17), clock.instant());

        ValidatorReport.Report report = eventually(this::told);
        assertThat(report.policy()).isEqualTo("orders");
        assertThat(report.revision()).isEqualTo(17);
        assertThat(report.requests()).isEqualTo(2);
        assertThat(report.denials()).containsExactly(java.util.Map.entry("UnknownToken", 1L));
        assertThat(report.lastUse()).containsOnlyKeys("one");
        assertThat(report.lastUse().values())
                .singleElement()
                .satisfies(use -> assertThat(use.source()).isEqualTo("192.0.2.7"));
        assertThat(report.stoppedAt()).isNull();
    }

    @Test
    void aNewRevisionIsPatchedInWithoutAnyRightToRead() {
        allow();
        start(this::config);
        access.publish(SampleDocument.revision(17), clock.instant());
        eventually(() -> assertThat(revision()).isEqualTo(17));

        access.publish(SampleDocument.revision(18), clock.instant());

        eventually(Duration.ofSeconds(10), () -> assertThat(revision()).isEqualTo(18));
        assertThat(reporters.getLast().count(WriteOutcome.Refused)).isZero();
    }

    @Test
    void aReportThatWasDeletedIsMadeAgain() {
        allow();
        start(this::config);
        access.publish(SampleDocument.revision(17), clock.instant());
        eventually(() -> assertThat(revision()).isEqualTo(17));
        cluster.client().resources(ValidatorReport.class).inNamespace(namespace).delete();

        access.publish(SampleDocument.revision(18), clock.instant());

        eventually(() -> assertThat(revision()).isEqualTo(18));
    }

    /** As in a StatefulSet: the next pod of this name goes on with the object, and must own it. */
    @Test
    void aReportOfAnEarlierPodOfThisNameIsTakenOver() {
        allow();
        var earlier = new ReportTarget(namespace, "orders-0.orders", "orders", Optional.empty());
        start(this::config, earlier);
        access.publish(SampleDocument.revision(17), clock.instant());
        eventually(() -> assertThat(revision()).isEqualTo(17));
        reporters.getLast().close();

        // The garbage collector must not take the pod for gone.
        var pod = cluster.client()
                .resource(new io.fabric8.kubernetes.api.model.PodBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("orders-0")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("orders")
                        .withImage("registry.example/orders:1.0.0")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        String uid = pod.getMetadata().getUid();
        start(this::config, ReportTarget.of(namespace, "orders", new ReportTarget.Pod("orders-0", uid)));
        access.publish(SampleDocument.revision(18), clock.instant());

        eventually(() -> assertThat(revision()).isEqualTo(18));
        assertThat(report().orElseThrow().getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(uid));
        assertThat(told().stoppedAt()).isNull();

        cluster.client().resource(pod).withGracePeriod(0).delete();
        eventually(() -> assertThat(report()).isEmpty());
    }

    @Test
    void withoutRightsTheGateGoesOnAndTheReportFollowsWhenTheyCome() {
        start(this::config);
        access.publish(SampleDocument.revision(17), clock.instant());
        eventually(() ->
                assertThat(reporters.getLast().count(WriteOutcome.Refused)).isPositive());

        allow();

        eventually(() -> assertThat(revision()).isEqualTo(17));
    }

    @Test
    void anApiServerThatIsAwayIsCountedAndNothingElse() {
        start(() -> new ConfigBuilder().withMasterUrl("https://127.0.0.1:1").build());
        access.publish(SampleDocument.revision(17), clock.instant());

        eventually(() ->
                assertThat(reporters.getLast().count(WriteOutcome.Unreachable)).isPositive());
    }

    @Test
    void theLastReportSaysThatTheGateIsGone() {
        allow();
        start(this::config);
        access.publish(SampleDocument.revision(17), clock.instant());
        eventually(() -> assertThat(revision()).isEqualTo(17));
        tally.decided(SampleDocument.allowed("late", "192.0.2.8"), clock.instant());

        reporters.getLast().close();

        ValidatorReport.Report last = told();
        assertThat(last.stoppedAt()).isNotNull();
        assertThat(last.lastUse()).containsKey("late");
    }

    @Test
    void aThousandTokensFitAndSoDoesTheLongestId() {
        allow();
        start(this::config);
        for (int number = 0; number < 1500; number++) {
            String id = ("%04d".formatted(number)).repeat(16);
            tally.decided(SampleDocument.allowed(new TokenId(id), "2001:db8::ffff:1234:5678:9abc"), clock.instant());
        }
        access.publish(SampleDocument.revision(17), clock.instant());

        eventually(() -> assertThat(told().lastUse()).hasSize(1000));
    }

    private void start(Supplier<Config> config) {
        start(config, new ReportTarget(namespace, "orders-1f2e", "orders", Optional.empty()));
    }

    private void start(Supplier<Config> config, ReportTarget target) {
        var reporter = new Reporter(config, target, tallies, access, clock);
        reporters.add(reporter);
        reporter.start();
    }

    private long revision() {
        return report().flatMap(found -> Optional.ofNullable(found.getReport()))
                .flatMap(found -> Optional.ofNullable(found.revision()))
                .orElse(-1L);
    }

    private ValidatorReport.Report told() {
        return Objects.requireNonNull(report().orElseThrow().getReport());
    }

    private Optional<ValidatorReport> report() {
        return cluster.client().resources(ValidatorReport.class).inNamespace(namespace).list().getItems().stream()
                .findFirst();
    }

    private Config config() {
        return Config.fromKubeconfig(kubeconfig.toFile());
    }

    private void allow() {
        cluster.client()
                .resource(new RoleBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("reports")
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("apitoken.dev")
                        .withResources("validatorreports")
                        .withVerbs("create", "patch")
                        .endRule()
                        .build())
                .create();
        cluster.client()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("reports")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", "reports")
                        .addNewSubject("", "ServiceAccount", VALIDATOR, namespace)
                        .build())
                .create();
    }
}
