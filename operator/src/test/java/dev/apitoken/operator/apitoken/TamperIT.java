package dev.apitoken.operator.apitoken;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@RealCluster
class TamperIT {
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
    void anAlteredTokenIsReplacedByANewOne() {
        var first = issued("altered");

        tenant.patchSecret("altered", secret -> withData(secret, "token", "not a token"));

        replaced("altered", first, "SecretTampered");
    }

    @Test
    void aCopyOfTheTokenOfAnotherIsReplacedByOneOfItsOwnAndTheOtherStays() {
        var original = issued("copied");
        var first = issued("copying");

        tenant.patchSecret("copying", secret -> {
            var from = tenant.secret("copied");
            secret.setData(from.getData());
            secret.getMetadata().setAnnotations(from.getMetadata().getAnnotations());
            return secret;
        });

        replaced("copying", first, "SecretTampered");
        assertThat(tenant.tokenId("copied")).isEqualTo(original);
        assertThat(tenant.tokenId("copying")).isNotEqualTo(original);
    }

    @Test
    void aDeletedSecretIsMadeAgainWithANewToken() {
        var first = issued("lost");

        tenant.client().resource(tenant.secret("lost")).delete();

        replaced("lost", first, "SecretMissing");
    }

    @Test
    void aTakenAwayLabelIsPutBackAndTheTokenStays() {
        repaired(
                "label",
                secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .withLabels(Map.of())
                        .endMetadata()
                        .build());
    }

    @Test
    void aFinalizerOfSomebodyElseStays() {
        var first = issued("finalized");
        tenant.patchSecret("finalized", secret -> {
            secret.getMetadata().setFinalizers(List.of("example.org/audit"));
            secret.getMetadata().setLabels(Map.of());
            return secret;
        });

        eventually(() -> assertThat(tenant.secret("finalized").getMetadata().getLabels())
                .containsEntry("apitoken.dev/token", "finalized"));
        assertThat(tenant.secret("finalized").getMetadata().getFinalizers()).containsExactly("example.org/audit");
        assertThat(tenant.tokenId("finalized")).isEqualTo(first);
        tenant.patchSecret("finalized", secret -> {
            secret.getMetadata().setFinalizers(List.of());
            return secret;
        });
    }

    @Test
    void anAlteredLabelIsPutRightAndTheTokenStays() {
        repaired(
                "label-value",
                secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .addToLabels("apitoken.dev/token", "another")
                        .endMetadata()
                        .build());
    }

    @Test
    void anAlteredAnnotationIsPutRightAndTheTokenStays() {
        repaired(
                "annotation",
                secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .addToAnnotations("apitoken.dev/issued-for", "somebody else")
                        .endMetadata()
                        .build());
    }

    @Test
    void aTakenAwayOwnerIsPutBackAndTheTokenStays() {
        repaired(
                "owner",
                secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .withOwnerReferences()
                        .endMetadata()
                        .build());
    }

    @Test
    void aForeignKeyInTheDataGoes() {
        repaired("data", secret -> withData(secret, "surprise", "x"));
    }

    @Test
    void anAlteredDerivedItemIsWrittenAgain() {
        tenant.apiToken("derived", "secret: {items: [{key: token, format: Token}, {key: env, format: EnvFile}]}");
        tenant.eventuallyReady("derived");
        var token = tenant.token("derived");

        tenant.patchSecret("derived", secret -> withData(secret, "env", "API_TOKEN=mine"));

        eventually(() -> assertThat(tenant.item("derived", "env")).isEqualTo("API_TOKEN=" + token + "\n"));
        assertThat(tenant.token("derived")).isEqualTo(token);
    }

    @Test
    void aSecretMadeImmutableIsMadeAgainWithTheSameToken() {
        issued("frozen");
        var token = tenant.token("frozen");
        var uid = tenant.secret("frozen").getMetadata().getUid();

        tenant.patchSecret(
                "frozen",
                secret -> new SecretBuilder(secret).withImmutable(true).build());

        eventually(
                () -> assertThat(tenant.secret("frozen").getMetadata().getUid()).isNotEqualTo(uid));
        assertThat(tenant.token("frozen")).isEqualTo(token);
    }

    @Test
    void whatOthersNoteOnTheSecretStays() {
        issued("noted");

        tenant.patchSecret(
                "noted",
                secret -> new SecretBuilder(secret)
                        .editMetadata()
                        .addToAnnotations("example.com/note", "ours")
                        .addToLabels("apitoken.dev/token", "nonsense")
                        .endMetadata()
                        .build());

        eventually(() -> assertThat(tenant.secret("noted").getMetadata().getLabels())
                .containsEntry("apitoken.dev/token", "noted"));
        assertThat(tenant.secret("noted").getMetadata().getAnnotations()).containsEntry("example.com/note", "ours");
    }

    @Test
    void anotherNameForTheSecretMovesTheSameToken() {
        issued("renamed");
        var token = tenant.token("renamed");

        tenant.patch("renamed", "{\"spec\": {\"secret\": {\"name\": \"renamed-anew\"}}}");

        eventually(() -> assertThat(tenant.secretOrNull("renamed")).isNull());
        assertThat(tenant.token("renamed-anew")).isEqualTo(token);
    }

    private static String issued(String name) {
        tenant.apiToken(name, "");
        tenant.eventuallyReady(name);
        return tenant.tokenId(name);
    }

    private static void replaced(String name, String first, String reason) {
        eventually(() -> assertThat(tenant.tokenId(name)).isNotEqualTo(first));
        eventually(() -> assertThat(tenant.lastRotation(name).reason()).isEqualTo(reason));
        eventually(() -> assertThat(tenant.eventReasons(name)).containsOnlyOnce(reason));
    }

    private static void repaired(String name, UnaryOperator<Secret> damage) {
        issued(name);
        var good = tenant.secret(name);

        tenant.patchSecret(name, damage);

        eventually(() -> {
            var now = tenant.secret(name);
            assertThat(now.getMetadata().getLabels())
                    .isEqualTo(good.getMetadata().getLabels());
            assertThat(now.getMetadata().getAnnotations())
                    .isEqualTo(good.getMetadata().getAnnotations());
            assertThat(now.getMetadata().getOwnerReferences())
                    .isEqualTo(good.getMetadata().getOwnerReferences());
            assertThat(now.getData()).isEqualTo(good.getData());
        });
    }

    private static Secret withData(Secret secret, String key, String value) {
        var encoded = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        return new SecretBuilder(secret).addToData(key, encoded).build();
    }
}
