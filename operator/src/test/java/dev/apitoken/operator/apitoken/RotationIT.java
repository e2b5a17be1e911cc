package dev.apitoken.operator.apitoken;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ApiTokenStatus;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RealCluster
class RotationIT {
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
    void aTokenIsRenewedWhenItsTimeComesAndThePreviousOneStaysForTheOverlap() {
        tenant.apiToken("renewed", "validity: 1h, rotation: {overlap: 5m}");
        tenant.eventuallyReady("renewed");
        var first = tenant.tokenId("renewed");

        operator.clock()
                .moveTo(Instant.parse(
                        Objects.requireNonNull(tenant.status("renewed").renewalTime())));

        tenant.eventually("renewed", status -> revision(status) == 2);
        var status = tenant.status("renewed");
        var previous = Objects.requireNonNull(status.previous());
        assertThat(tenant.lastRotation("renewed").reason()).isEqualTo("Renewal");
        assertThat(tenant.tokenId("renewed")).isNotEqualTo(first);
        assertThat(previous.id()).isEqualTo(first);
        assertThat(Instant.parse(Objects.requireNonNull(previous.acceptedUntil())))
                .isEqualTo(operator.clock().instant().plus(Duration.ofMinutes(5)));
        assertThat(status.history()).singleElement().satisfies(ended -> {
            assertThat(ended.id()).isEqualTo(first);
            assertThat(ended.reason()).isEqualTo("Renewal");
        });
        assertThat(Tenant.condition(status, ConditionType.Ready).getStatus()).isEqualTo("True");

        operator.clock().advance(Duration.ofMinutes(5));

        tenant.eventually("renewed", later -> later.previous() == null);
        assertThat(tenant.status("renewed").revision()).isEqualTo(2);
    }

    @Test
    void rotateAfterReplacesTheTokenOnceAndEndsTheOldOneAtOnce() {
        tenant.apiToken("rotated", "");
        tenant.eventuallyReady("rotated");
        operator.clock().advance(Duration.ofMinutes(1));

        var instant = operator.clock().instant();
        tenant.patch("rotated", "{\"spec\": {\"rotation\": {\"rotateAfter\": \"%s\"}}}".formatted(instant));

        tenant.eventually("rotated", status -> revision(status) == 2);
        assertThat(tenant.lastRotation("rotated").reason()).isEqualTo("Requested");
        assertThat(tenant.status("rotated").previous()).isNull();
        var second = tenant.tokenId("rotated");

        operator.clock().advance(Duration.ofMinutes(1));
        tenant.patch("rotated", "{\"spec\": {\"description\": \"the same wish, written again\"}}");

        tenant.eventuallyReady("rotated");
        assertThat(tenant.tokenId("rotated")).isEqualTo(second);
    }

    /** Rule A4: one rotation for each value, however a rollback in Git takes them up and down again. */
    @Test
    void rotateAfterRevertedAndAppliedAgainReplacesNothing() {
        tenant.apiToken("reverted", "");
        tenant.eventuallyReady("reverted");
        operator.clock().advance(Duration.ofMinutes(1));
        var first = rotateAfter("\"" + operator.clock().instant() + "\"");
        tenant.eventually("reverted", status -> revision(status) == 2);
        operator.clock().advance(Duration.ofMinutes(1));
        var second = rotateAfter("\"" + operator.clock().instant() + "\"");
        tenant.eventually("reverted", status -> revision(status) == 3);
        var token = tenant.token("reverted");
        operator.clock().advance(Duration.ofMinutes(1));

        for (var value : List.of(first, "null", second, first, second)) {
            rotateAfter(value);
            eventually(() -> assertThat(tenant.status("reverted").observedGeneration())
                    .isEqualTo(tenant.get("reverted").getMetadata().getGeneration()));
            tenant.eventuallyReady("reverted");
        }

        assertThat(tenant.token("reverted")).isEqualTo(token);
        assertThat(tenant.status("reverted").revision()).isEqualTo(3);
    }

    private static String rotateAfter(String json) {
        tenant.patch("reverted", "{\"spec\": {\"rotation\": {\"rotateAfter\": %s}}}".formatted(json));
        return json;
    }

    @Test
    void theAnnotationRotateAfterActsLikeTheField() {
        tenant.apiToken("annotated", "");
        tenant.eventuallyReady("annotated");
        operator.clock().advance(Duration.ofMinutes(1));

        tenant.patch(
                "annotated",
                "{\"metadata\": {\"annotations\": {\"apitoken.dev/rotate-after\": \"%s\"}}}"
                        .formatted(operator.clock().instant()));

        tenant.eventually("annotated", status -> revision(status) == 2);
        assertThat(tenant.lastRotation("annotated").reason()).isEqualTo("Requested");
    }

    @Test
    void anotherUserIsAnotherTokenAndTheOldOneEnds() {
        tenant.apiToken("moved", "");
        tenant.eventuallyReady("moved");

        tenant.patch("moved", "{\"spec\": {\"user\": \"somebody-else\"}}");

        tenant.eventually("moved", status -> revision(status) == 2);
        assertThat(tenant.lastRotation("moved").reason()).isEqualTo("SpecChanged");
        assertThat(tenant.status("moved").previous()).isNull();
    }

    @Test
    void whatIsNotInTheTokenChangesWithoutANewOne() {
        tenant.apiToken("edited", "");
        tenant.eventuallyReady("edited");
        var token = tenant.token("edited");

        tenant.patch(
                "edited",
                "{\"spec\": {\"roles\": [\"orders:read\"], \"allowedSources\": [\"10.0.0.0/8\"], \"secret\":"
                        + " {\"labels\": {\"team\": \"orders\"}}}}");

        tenant.eventuallyReady("edited");
        eventually(() ->
                assertThat(tenant.secret("edited").getMetadata().getLabels()).containsEntry("team", "orders"));
        assertThat(tenant.token("edited")).isEqualTo(token);

        tenant.patch("edited", "{\"spec\": {\"secret\": {\"labels\": null}}}");

        eventually(() ->
                assertThat(tenant.secret("edited").getMetadata().getLabels()).containsOnlyKeys("apitoken.dev/token"));
        assertThat(tenant.token("edited")).isEqualTo(token);
    }

    @Test
    void theKeysOfACompromisedIssuerAreReplacedAndItsTokensWithThem(Cluster cluster) {
        var other = Tenant.withIssuer(cluster);
        other.apiToken("stolen", "");
        other.eventuallyReady("stolen");
        var key = Objects.requireNonNull(other.issued("stolen").keyId());

        other.patchIssuer("default", "{\"spec\": {\"compromisedKeys\": [\"%s\"]}}".formatted(key));

        other.eventually("stolen", status -> revision(status) == 2);
        assertThat(other.lastRotation("stolen").reason()).isEqualTo("KeyCompromised");
        assertThat(other.issued("stolen").keyId()).isNotEqualTo(key);
        assertThat(other.status("stolen").previous()).isNull();
    }

    private static long revision(ApiTokenStatus status) {
        return Objects.requireNonNullElse(status.revision(), 0L);
    }
}
