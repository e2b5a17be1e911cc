package dev.apitoken.operator.issuer;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.token.signing.UnverifiedToken;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stolen key: what it signed is refused first and issued anew afterwards (rule C7). */
@RealCluster
class CompromisedKeyIT {
    private static final int TOKENS = 20;

    private OperatorUnderTest operator;
    private Tenant tenant;
    private IssuerOfTenant issuer;
    private List<String> before;
    private String stolen;

    @BeforeEach
    void start(Cluster cluster) {
        operator = OperatorUnderTest.start(cluster);
        tenant = Tenant.withIssuer(cluster);
        issuer = new IssuerOfTenant(tenant, operator);
        issuer.policy();
        names().forEach(name -> tenant.apiToken(name, ""));
        names().forEach(tenant::eventuallyReady);
        before = names().stream().map(tenant::token).toList();
        stolen = issuer.activeKey();
        eventually(() -> assertThat(before).allMatch(issuer::lists));
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void everyTokenOfItIsRefusedAndIssuedAnewAndTheKeyNeverComesBack() {
        report(stolen);

        eventually(() -> assertThat(before).noneMatch(issuer::lists));
        assertThat(issuer.keysInDocument()).doesNotContain(stolen);
        eventuallyAllAreAnew();
        eventually(() ->
                assertThat(tenant.lastRotation(names().getFirst()).reason()).isEqualTo("KeyCompromised"));
        eventually(() -> assertThat(issuer.keys("Compromised"))
                .allSatisfy(key -> assertThat(key.tokens()).isZero())
                .hasSize(1));
        eventually(() -> assertThat(issuer.eventReasons()).contains("KeyCompromised"));
        var successor = issuer.activeKey();

        issuer.patch("{\"spec\": {\"compromisedKeys\": []}}");
        operator.restart();

        tenant.apiToken("later", "");
        tenant.eventuallyReady("later");
        assertThat(keyOf("later")).isEqualTo(successor);
        assertThat(issuer.keys("Compromised").getFirst().id()).isEqualTo(stolen);
        assertThat(issuer.keysInDocument()).containsExactly(successor);
    }

    @Test
    void aTokenThatWaitsToBeIssuedAnewIsRefusedAndCountedInTheStatus() {
        // Three tokens in a short time are all an ApiToken may have (rule A14); this clock stands still.
        for (long revision = 2; revision <= 3; revision++) {
            tenant.patch("client-0", "{\"spec\": {\"user\": \"user-%d\"}}".formatted(revision));
            long issued = revision;
            tenant.eventually("client-0", status -> Objects.equals(status.revision(), issued));
        }
        var waiting = tenant.token("client-0");

        report(stolen);

        eventually(() -> assertThat(issuer.keys("Compromised"))
                .hasSize(1)
                .allSatisfy(key -> assertThat(key.tokens()).isOne()));
        var reconciling = Conditions.find(issuer.status().conditions(), ConditionType.Reconciling)
                .orElseThrow();
        assertThat(reconciling.getReason()).isEqualTo("KeyCompromised");
        assertThat(reconciling.getMessage()).contains("1 token of compromised key " + stolen);
        eventually(() -> assertThat(issuer.lists(waiting)).isFalse());

        operator.clock().advance(Duration.ofMinutes(5));

        eventuallyAllAreAnew();
        eventually(() -> assertThat(issuer.eventReasons()).contains("TokensReissued"));
    }

    @Test
    void aRestartInTheMiddleOfItLosesNothing() {
        operator.stop();
        report(stolen);
        operator.restart();
        operator.restart();

        eventuallyAllAreAnew();
        eventually(() -> assertThat(before).noneMatch(issuer::lists));
        eventually(() -> assertThat(Conditions.find(issuer.status().conditions(), ConditionType.Reconciling)
                        .orElseThrow()
                        .getStatus())
                .isEqualTo("False"));
    }

    @Test
    void aSuspendedTokenIsRefusedAndIssuedAnewWhenItIsResumed() {
        tenant.patch("client-0", "{\"spec\": {\"suspend\": true}}");
        eventually(() -> assertThat(tenant.get("client-0").getSpec().suspend()).isTrue());

        report(stolen);

        eventually(() -> assertThat(issuer.lists(before.getFirst())).isFalse());
        eventually(() -> assertThat(keyOf("client-1")).isNotEqualTo(stolen));
        assertThat(tenant.token("client-0")).isEqualTo(before.getFirst());
        tenant.patch("client-0", "{\"spec\": {\"suspend\": false}}");
        eventually(() -> assertThat(issuer.lists(tenant.token("client-0"))).isTrue());
        assertThat(keyOf("client-0")).isNotEqualTo(stolen);
    }

    private void report(String key) {
        issuer.patch("{\"spec\": {\"compromisedKeys\": [\"%s\"]}}".formatted(key));
    }

    private void eventuallyAllAreAnew() {
        names().forEach(name -> eventually(() -> assertThat(issuer.lists(tenant.token(name)))
                .as("%s has a new token that is listed", name)
                .isTrue()));
        names().forEach(name -> assertThat(keyOf(name)).isNotEqualTo(stolen));
    }

    private String keyOf(String name) {
        return UnverifiedToken.read(tenant.token(name)).orElseThrow().keyId().value();
    }

    private static List<String> names() {
        return IntStream.range(0, TOKENS).mapToObj(i -> "client-" + i).toList();
    }
}
