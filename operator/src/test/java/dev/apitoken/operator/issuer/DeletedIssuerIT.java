package dev.apitoken.operator.issuer;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.token.secret.KeyRingSecret;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An issuer deleted by mistake comes back with its keys; one deleted for good leaves none behind. */
@RealCluster
class DeletedIssuerIT {
    private static final String DAYS = "apitoken.dev/issuer-gone-days";

    private OperatorUnderTest operator;
    private Tenant tenant;
    private IssuerOfTenant issuer;
    private String token;
    private String key;

    @BeforeEach
    void start(Cluster cluster) {
        operator = OperatorUnderTest.start(cluster);
        tenant = Tenant.withIssuer(cluster);
        issuer = new IssuerOfTenant(tenant, operator);
        issuer.policy();
        tenant.apiToken("client", "");
        tenant.eventuallyReady("client");
        token = tenant.token("client");
        key = issuer.activeKey();
        eventually(() -> assertThat(issuer.lists(token)).isTrue());
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void itsTokensEndAtOnceAndAreGoodAgainWhenItIsMadeAgain() {
        delete();

        eventually(() -> assertThat(issuer.lists(token)).isFalse());
        tenant.eventuallyCondition("client", ConditionType.Ready, "False", "IssuerNotFound");
        eventually(() -> assertThat(annotation(issuer.keySecretOrNull(), DAYS)).isEqualTo("0"));

        tenant.issuer("default");

        tenant.eventuallyReady("client");
        assertThat(tenant.token("client")).isEqualTo(token);
        eventually(() -> assertThat(issuer.lists(token)).isTrue());
        assertThat(issuer.activeKey()).isEqualTo(key);
        eventually(() -> assertThat(annotation(issuer.keySecretOrNull(), DAYS)).isNull());
        eventually(
                () -> assertThat(annotation(issuer.publishedKeysOrNull(), DAYS)).isNull());
    }

    @Test
    void itsKeysGoAfterSevenDaysAlsoAcrossRestartsAndNotByOneJumpOfTheClock() {
        delete();
        eventually(() -> assertThat(annotation(issuer.keySecretOrNull(), DAYS)).isEqualTo("0"));

        operator.clock().advance(Duration.ofDays(30));
        eventually(() -> assertThat(annotation(issuer.keySecretOrNull(), DAYS)).isEqualTo("1"));
        operator.restart();
        for (int day = 2; day < OrphanPlan.DAYS_KEPT; day++) {
            String days = Integer.toString(day);
            operator.clock().advance(Duration.ofDays(1));
            eventually(
                    () -> assertThat(annotation(issuer.keySecretOrNull(), DAYS)).isEqualTo(days));
            eventually(() ->
                    assertThat(annotation(issuer.publishedKeysOrNull(), DAYS)).isEqualTo(days));
        }
        operator.clock().advance(Duration.ofDays(1));

        eventually(() -> assertThat(issuer.publishedKeysOrNull()).isNull());
        eventually(() -> assertThat(issuer.keySecretOrNull()).isNull());

        tenant.issuer("default");
        tenant.eventuallyReady("client");
        assertThat(issuer.activeKey()).isNotEqualTo(key);
        assertThat(tenant.token("client")).isNotEqualTo(token);
    }

    @Test
    void anotherInstallationLeavesTheseKeysAlone(Cluster cluster) {
        operator.stop();
        try (var other = OperatorUnderTest.start(cluster)) {
            var version = Objects.requireNonNull(issuer.keySecretOrNull())
                    .getMetadata()
                    .getResourceVersion();
            delete();
            for (int day = 0; day < 10; day++) {
                other.clock().advance(Duration.ofDays(1));
            }
            tenant.eventuallyCondition("client", ConditionType.Ready, "False", "IssuerNotFound");

            assertThat(Objects.requireNonNull(issuer.keySecretOrNull())
                            .getMetadata()
                            .getResourceVersion())
                    .isEqualTo(version);
        }
    }

    /** Whoever may make TokenIssuers must not be able to fill the operator's namespace (rule D7). */
    @Test
    void makingAndDeletingIssuersWithoutEndLeavesKeysOfSoManyAndNoMore() {
        int allowed = KeyRollover.MAX_RINGS;
        IntStream.range(0, allowed + 36).forEach(i -> tenant.issuer("i" + i));
        eventually(() -> assertThat(reasons()).contains("TooManyIssuers").doesNotContain("Progressing", ""));
        assertThat(keySecrets()).as("but for some made at once").isBetween(allowed, allowed + 16);

        tenant.client()
                .resources(TokenIssuer.class)
                .inNamespace(tenant.namespace())
                .delete();
        eventually(() -> assertThat(keySecrets()).isEqualTo(OrphanPlan.KEPT_OF_NAMESPACE));

        tenant.issuer("later");
        eventually(() -> assertThat(reasons()).containsExactly("AsRequested"));
    }

    private List<String> reasons() {
        return tenant.client().resources(TokenIssuer.class).inNamespace(tenant.namespace()).list().getItems().stream()
                .map(made -> Conditions.find(made.getStatus().conditions(), ConditionType.Ready)
                        .map(Condition::getReason)
                        .orElse(""))
                .toList();
    }

    private int keySecrets() {
        return tenant.client()
                .secrets()
                .inNamespace(operator.namespace())
                .withField("type", KeyRingSecret.TYPE)
                .list()
                .getItems()
                .size();
    }

    private void delete() {
        tenant.client()
                .resources(TokenIssuer.class)
                .inNamespace(tenant.namespace())
                .withName("default")
                .delete();
    }

    private static @Nullable String annotation(@Nullable Secret secret, String name) {
        var annotations =
                Objects.requireNonNull(secret, "no key Secret").getMetadata().getAnnotations();
        return Objects.requireNonNullElse(annotations, Map.<String, String>of()).get(name);
    }
}
