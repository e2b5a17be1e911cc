package dev.apitoken.operator.access;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.testkit.MovableClock;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompileTriggerTest {
    private static final IssuerId ISSUER = IssuerId.local("shop", "default");
    private static final ObjectName GATE = new ObjectName("shop", "gate");
    private static final ObjectName CI = new ObjectName("shop", "ci");

    private volatile boolean poisonous;
    private volatile boolean broken;
    private final Changes changes = new Changes();
    private final AtomicReference<Optional<PolicyLane.Job>> last = new AtomicReference<>(Optional.empty());
    private final MovableClock clock = MovableClock.at(Samples.NOW.toString());
    private final CompileTrigger trigger = new CompileTrigger(
            changes,
            new AccessSources(
                    name -> Optional.of(policy()),
                    name -> Optional.of(Samples.token("shop", "ci", ISSUER, "shop")),
                    holder -> Optional.empty(),
                    id -> issuer(),
                    namespace -> Optional.of(Map.of()),
                    name -> Optional.empty(),
                    () -> List.of(new Change.Issuer(ISSUER), new Change.Token(CI), new Change.Policy(GATE))),
            (policy, job) -> written(job),
            new AccessMeters(new SimpleMeterRegistry()),
            Duration.ofMillis(200),
            clock);

    @AfterEach
    void stop() {
        trigger.close();
    }

    @Test
    void whatCouldNotBeReadIsLookedAtAgainWithoutAnotherChange() {
        trigger.start();
        eventually(() -> assertThat(listed()).isEqualTo(1));

        poisonous = true;
        changes.add(new Change.Issuer(ISSUER));
        eventually(() -> assertThat(listed()).isZero());

        poisonous = false;
        eventually(() -> assertThat(listed()).isEqualTo(1));
    }

    @Test
    void anEntryEndsAtItsInstantWithoutAnyChange() {
        trigger.start();
        eventually(() -> assertThat(listed()).isEqualTo(1));

        clock.advance(Duration.ofHours(1));

        eventually(() -> assertThat(listed()).isZero());
    }

    /** Not even an Error, from which nobody recovers, may leave it silent. */
    @Test
    void itIsKnownWhenItWorksNoMore() {
        assertThat(trigger.isWorking()).as("before it leads").isTrue();
        trigger.start();
        eventually(() -> assertThat(listed()).isEqualTo(1));
        assertThat(trigger.isWorking()).isTrue();

        broken = true;
        changes.add(new Change.Written(GATE));

        // The Error itself is no failure of this test, as it would be to an Awaitility that hears of it.
        Awaitility.await().dontCatchUncaughtExceptions().until(() -> !trigger.isWorking());
    }

    private void written(Optional<PolicyLane.Job> job) {
        if (broken) {
            throw new LinkageError("a class is missing");
        }
        last.set(job);
    }

    private int listed() {
        return last.get().orElseThrow().compilation().orElseThrow().entries().size();
    }

    private Optional<CompilableIssuer> issuer() {
        if (poisonous) {
            throw new IllegalStateException("poison");
        }
        return Optional.of(Samples.issuer(ISSUER));
    }

    private static ParsedPolicy policy() {
        return ParsedPolicy.of(Serialization.unmarshal("""
                apiVersion: apitoken.dev/v1alpha1
                kind: AccessPolicy
                metadata: {namespace: shop, name: gate, uid: uid, generation: 1}
                spec: {}
                """, AccessPolicy.class));
    }
}
