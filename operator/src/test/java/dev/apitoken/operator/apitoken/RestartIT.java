package dev.apitoken.operator.apitoken;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ApiTokenStatus;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule A16: one restart for each target and revision, and none for anything else. */
@RealCluster
class RestartIT {
    private static final String RESTARTS_DUE = "apitoken.dev/restarts-due";

    private static OperatorUnderTest operator;
    private static Tenant tenant;

    @BeforeAll
    static void start(Cluster cluster) {
        operator = OperatorUnderTest.startInThePresent(cluster);
        tenant = Tenant.withIssuer(cluster);
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Deployment", "StatefulSet", "DaemonSet"})
    void aWorkloadIsRestartedOnceForEachNewTokenAndNotForTheFirst(String kind) {
        String name = "once-" + kind.toLowerCase(java.util.Locale.ROOT);
        workload(kind, name);
        tenant.apiToken(name, "restartTargets: [{kind: %s, name: %s}]".formatted(kind, name));
        tenant.eventuallyReady(name);
        assertThat(mark(kind, name, name)).isNull();

        rotate(name);

        var second = "2/" + tenant.tokenId(name);
        eventually(() -> assertThat(mark(kind, name, name)).isEqualTo(second));
        eventually(() -> assertThat(tenant.eventReasons(name)).containsOnlyOnce("Restarted"));
        eventually(() -> assertThat(annotations(name)).doesNotContainKey(RESTARTS_DUE));
        long generation = generation(kind, name);

        rotate(name);

        eventually(() -> assertThat(mark(kind, name, name)).isEqualTo("3/" + tenant.tokenId(name)));
        assertThat(generation(kind, name)).as("one more change of its template").isEqualTo(generation + 1);
    }

    @Test
    void anOperatorThatStartsAnewRestartsNothing() {
        workload("Deployment", "steady");
        tenant.apiToken("steady", "restartTargets: [{kind: Deployment, name: steady}]");
        tenant.eventuallyReady("steady");
        rotate("steady");
        eventually(() -> assertThat(annotations("steady")).doesNotContainKey(RESTARTS_DUE));
        long generation = generation("Deployment", "steady");

        operator.restart();
        somethingElseIsDone("after-steady");

        assertThat(generation("Deployment", "steady")).isEqualTo(generation);
    }

    /** As self-healing GitOps may do, which knows nothing of the annotation. */
    @Test
    void aMarkThatSomebodyTakesAwayIsNotPutBack() {
        workload("Deployment", "healed");
        tenant.apiToken("healed", "restartTargets: [{kind: Deployment, name: healed}]");
        tenant.eventuallyReady("healed");
        rotate("healed");
        eventually(() -> assertThat(annotations("healed")).doesNotContainKey(RESTARTS_DUE));

        unmark("healed");
        tenant.patch("healed", "{\"spec\": {\"description\": \"looked at once more\"}}");
        tenant.eventuallyReady("healed");
        operator.restart();
        somethingElseIsDone("after-healed");

        assertThat(mark("Deployment", "healed", "healed")).isNull();
    }

    /** The operator went between the write of the token and the restart, or between the restart and its note. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRestartThatGotLostIsCaughtUpAndOneThatWasMadeIsNotRepeated(boolean wasMade) {
        String name = "caught-up-" + wasMade;
        workload("Deployment", name);
        tenant.apiToken(name, "restartTargets: [{kind: Deployment, name: %s}]".formatted(name));
        tenant.eventuallyReady(name);
        rotate(name);
        eventually(() -> assertThat(annotations(name)).doesNotContainKey(RESTARTS_DUE));
        operator.stop();
        if (!wasMade) {
            unmark(name);
        }
        long generation = generation("Deployment", name);
        tenant.patchSecret(name, secret -> annotated(secret, "Deployment/" + name));

        operator.restart();

        eventually(() -> assertThat(annotations(name)).doesNotContainKey(RESTARTS_DUE));
        assertThat(mark("Deployment", name, name)).isEqualTo("2/" + tenant.tokenId(name));
        assertThat(generation("Deployment", name) - generation).isEqualTo(wasMade ? 0 : 1);
    }

    @Test
    void aTargetThatIsNotThereIsNamedAndNothingElseSuffers() {
        tenant.apiToken("missing", "restartTargets: [{kind: Deployment, name: nowhere}]");
        tenant.eventuallyReady("missing");

        rotate("missing");

        eventually(
                () -> assertThat(renewalMessage("missing")).contains("restart target Deployment/nowhere is not there"));
        tenant.eventuallyReady("missing");
        tenant.eventuallyCondition("missing", ConditionType.RenewalHealthy, "True", "OnTime");
    }

    @Test
    void aWorkloadMadeAfterTheTokenHasReadNothingOlder() {
        var present = operator.clock().instant();
        operator.clock().moveTo(Instant.now().minus(Duration.ofHours(1)));
        tenant.apiToken("late", "restartTargets: [{kind: Deployment, name: late}]");
        tenant.eventuallyReady("late");
        rotate("late");
        eventually(() -> assertThat(renewalMessage("late")).contains("Deployment/late"));

        workload("Deployment", "late");
        operator.clock().advance(Duration.ofMinutes(5));

        eventually(() -> assertThat(annotations("late")).doesNotContainKey(RESTARTS_DUE));
        eventually(() -> assertThat(renewalMessage("late")).isEmpty());
        assertThat(mark("Deployment", "late", "late")).isNull();
        operator.clock().moveTo(present);
    }

    @Test
    void aTargetThatIsTakenOutOfTheSpecIsNotDueAnyMore() {
        tenant.apiToken("dropped", "restartTargets: [{kind: Deployment, name: gone}]");
        tenant.eventuallyReady("dropped");
        rotate("dropped");
        eventually(() -> assertThat(annotations("dropped")).containsEntry(RESTARTS_DUE, "Deployment/gone"));

        tenant.patch("dropped", "{\"spec\": {\"restartTargets\": null}}");

        eventually(() -> assertThat(annotations("dropped")).doesNotContainKey(RESTARTS_DUE));
        eventually(() -> assertThat(renewalMessage("dropped")).isEmpty());
    }

    @Test
    void twoTokensRestartTheSameWorkloadEachForItself() {
        workload("Deployment", "shared");
        tenant.apiToken("one", "restartTargets: [{kind: Deployment, name: shared}]");
        tenant.apiToken("two", "restartTargets: [{kind: Deployment, name: shared}]");
        tenant.eventuallyReady("one");
        tenant.eventuallyReady("two");

        rotate("one");
        rotate("two");

        eventually(() -> assertThat(mark("Deployment", "shared", "one")).isEqualTo("2/" + tenant.tokenId("one")));
        eventually(() -> assertThat(mark("Deployment", "shared", "two")).isEqualTo("2/" + tenant.tokenId("two")));
    }

    private static void rotate(String name) {
        operator.clock().advance(Duration.ofSeconds(31));
        long revision = Objects.requireNonNull(tenant.status(name).revision());
        tenant.patch(
                name,
                "{\"spec\": {\"rotation\": {\"rotateAfter\": \"%s\"}}}"
                        .formatted(operator.clock().instant()));
        tenant.eventually(name, status -> Objects.equals(status.revision(), revision + 1));
    }

    /** Whatever the operator had to do at its start, it has looked at everything by the time this is ready. */
    private static void somethingElseIsDone(String name) {
        tenant.apiToken(name, "");
        tenant.eventuallyReady(name);
    }

    private static void workload(String kind, String name) {
        tenant.create("""
                apiVersion: apps/v1
                kind: %s
                metadata: {name: %s}
                spec:
                  selector: {matchLabels: {app: %s}}
                  template:
                    metadata: {labels: {app: %s}}
                    spec: {containers: [{name: app, image: none}]}
                """.formatted(kind, name, name, name));
    }

    private static void unmark(String name) {
        tenant.client()
                .apps()
                .deployments()
                .inNamespace(tenant.namespace())
                .withName(name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\": {\"template\": {\"metadata\": {\"annotations\": null}}}}");
    }

    private static Secret annotated(Secret secret, String due) {
        return new SecretBuilder(secret)
                .editMetadata()
                .addToAnnotations(RESTARTS_DUE, due)
                .endMetadata()
                .build();
    }

    private static @Nullable String mark(String kind, String workload, String apiToken) {
        var annotations = switch (workload(kind).withName(workload).require()) {
            case Deployment found -> found.getSpec().getTemplate().getMetadata().getAnnotations();
            case io.fabric8.kubernetes.api.model.apps.StatefulSet found ->
                found.getSpec().getTemplate().getMetadata().getAnnotations();
            case io.fabric8.kubernetes.api.model.apps.DaemonSet found ->
                found.getSpec().getTemplate().getMetadata().getAnnotations();
            default -> throw new IllegalStateException(kind);
        };
        return Objects.requireNonNullElse(annotations, Map.<String, String>of())
                .get("restart.apitoken.dev/" + apiToken);
    }

    private static long generation(String kind, String name) {
        return workload(kind).withName(name).require().getMetadata().getGeneration();
    }

    private static io.fabric8.kubernetes.client.dsl.NonNamespaceOperation<
                    ? extends HasMetadata,
                    ?,
                    ? extends io.fabric8.kubernetes.client.dsl.Resource<? extends HasMetadata>>
            workload(String kind) {
        var apps = tenant.client().apps();
        return switch (kind) {
            case "Deployment" -> apps.deployments().inNamespace(tenant.namespace());
            case "StatefulSet" -> apps.statefulSets().inNamespace(tenant.namespace());
            default -> apps.daemonSets().inNamespace(tenant.namespace());
        };
    }

    private static Map<String, String> annotations(String name) {
        return tenant.secret(name).getMetadata().getAnnotations();
    }

    private static String renewalMessage(String name) {
        ApiTokenStatus status = tenant.status(name);
        return Tenant.condition(status, ConditionType.RenewalHealthy).getMessage();
    }
}
