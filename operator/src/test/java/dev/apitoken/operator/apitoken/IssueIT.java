package dev.apitoken.operator.apitoken;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.IssuerRef;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.token.secret.KeyRingSecret;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.TokenVerifier;
import dev.apitoken.token.signing.Verification;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RealCluster
class IssueIT {
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
    void aTokenWithNothingButAUserIsSignedByTheDefaultIssuerOfItsNamespace() {
        tenant.apiToken("plain", "");
        tenant.eventuallyReady("plain");

        var verified = (Verification.Verified)
                TokenVerifier.verify(tenant.token("plain"), keyRing("default").publishedKeys());
        var claims = verified.claims();
        assertThat(claims.user().value()).isEqualTo("ci");
        assertThat(claims.audiences()).containsExactly(tenant.namespace());
        assertThat(claims.issuer()).startsWith("urn:apitoken:").endsWith(":" + tenant.namespace() + ":default");
        assertThat(claims.issuedAt()).isEqualTo(operator.clock().instant());
        assertThat(claims.expiresAt()).isEqualTo(operator.clock().instant().plus(Duration.ofDays(30)));
    }

    @Test
    void itsSecretIsOwnedLabelledAndHoldsTheItemsAskedFor() {
        tenant.apiToken(
                "shaped",
                "secret: {name: shaped-secret, labels: {team: orders}, items: [{key: T, format: Token}, {key: H, format:"
                        + " AuthorizationHeader}]}");
        tenant.eventuallyReady("shaped");

        var secret = tenant.secret("shaped-secret");
        assertThat(secret.getType()).isEqualTo("apitoken.dev/token");
        assertThat(secret.getMetadata().getLabels())
                .containsEntry("team", "orders")
                .containsEntry("apitoken.dev/token", "shaped");
        assertThat(secret.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getUid())
                    .isEqualTo(tenant.get("shaped").getMetadata().getUid());
            assertThat(owner.getController()).isTrue();
        });
        assertThat(tenant.item("shaped-secret", "H"))
                .isEqualTo("Authorization: Bearer " + tenant.item("shaped-secret", "T"));
        assertThat(secret.getData()).containsOnlyKeys("T", "H");
    }

    @Test
    void theStatusTellsOfTheTokenAndNeverShowsIt() {
        tenant.apiToken("told", "validity: 10d");
        tenant.eventuallyReady("told");

        var status = tenant.status("told");
        var token = tenant.token("told");
        assertThat(tenant.issued("told").id()).isEqualTo(tenant.tokenId("told"));
        assertThat(tenant.issued("told").hint()).isEqualTo(token.substring(token.length() - 4));
        assertThat(tenant.issued("told").issuedAt()).isEqualTo("2026-11-22T10:00:00Z");
        assertThat(tenant.issued("told").expiresAt()).isEqualTo("2026-12-02T10:00:00Z");
        assertThat(status.revision()).isEqualTo(1);
        assertThat(status.renewalTime()).isBetween("2026-11-28T00:00:00Z", "2026-11-30T00:00:00Z");
        assertThat(tenant.lastRotation("told").reason()).isEqualTo("FirstIssue");
        assertThat(status.secretName()).isEqualTo("told");
        assertThat(status.issuerRef()).isEqualTo(new IssuerRef("TokenIssuer", "default"));
        assertThat(status.history()).isEmpty();
        assertThat(Tenant.condition(status, ConditionType.Live).getStatus()).isEqualTo("True");
        assertThat(Tenant.condition(status, ConditionType.Reconciling).getStatus())
                .isEqualTo("False");
        assertThat(Tenant.condition(status, ConditionType.Stalled).getStatus()).isEqualTo("False");
        assertThat(status.toString()).doesNotContain(token);
        eventually(() -> assertThat(tenant.eventReasons("told")).containsExactly("FirstIssue"));
    }

    @Test
    void aTokenThatComesBeforeItsIssuerIsIssuedOnceTheIssuerIsThere() {
        tenant.apiToken("early", "issuerRef: {name: late}");
        tenant.eventuallyCondition("early", ConditionType.Ready, "False", "IssuerNotFound");
        assertThat(Tenant.condition(tenant.status("early"), ConditionType.Stalled)
                        .getStatus())
                .isEqualTo("False");
        assertThat(tenant.secretOrNull("early")).isNull();

        tenant.issuer("late");

        tenant.eventuallyReady("early");
    }

    @Test
    void theIssuerReportsItsKeyAndIsReady() {
        eventually(() -> {
            var status = tenant.client()
                    .resources(TokenIssuer.class)
                    .inNamespace(tenant.namespace())
                    .withName("default")
                    .get()
                    .getStatus();
            assertThat(status.keys()).singleElement().satisfies(key -> {
                assertThat(key.state()).isEqualTo("Active");
                assertThat(key.algorithm()).isEqualTo("ES256");
                assertThat(key.id())
                        .isEqualTo(
                                keyRing("default").active().orElseThrow().id().value());
            });
            assertThat(status.conditions())
                    .anySatisfy(condition -> assertThat(condition.getType() + condition.getStatus())
                            .isEqualTo("ReadyTrue"));
        });
    }

    private static KeyRing keyRing(String issuer) {
        return tenant.client().secrets().inNamespace(operator.namespace()).list().getItems().stream()
                .map(SecretObject::content)
                .filter(content -> content.type().equals(KeyRingSecret.TYPE))
                .map(KeyRingSecret::read)
                .filter(ring -> ring.issuer().endsWith(":" + tenant.namespace() + ":" + issuer))
                .findFirst()
                .orElseThrow();
    }
}
