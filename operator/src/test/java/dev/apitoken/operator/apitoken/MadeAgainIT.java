package dev.apitoken.operator.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who deletes an ApiToken ends its token, also if one of that name is there again a moment later (rules B5, B10). */
@RealCluster
class MadeAgainIT {
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

    /** The garbage collector is slow: a finalizer keeps the Secret, as nothing says when it comes by (rule B5). */
    @ParameterizedTest
    @ValueSource(strings = {"Delete", "Retain"})
    void whatIsDeletedAndMadeAgainAtOnceBeginsWithANewToken(String policy) {
        String name = "again-" + policy.toLowerCase(Locale.ROOT);
        String spec = "secret: {deletionPolicy: " + policy + "}";
        tenant.apiToken(name, spec);
        tenant.eventuallyReady(name);
        var token = tenant.token(name);
        tenant.patchSecret(name, MadeAgainIT::kept);

        for (int round = 0; round < 5; round++) {
            var before = tenant.token(name);
            tenant.delete(name);
            tenant.apiToken(name, spec);

            tenant.eventuallyReady(name);
            assertThat(tenant.token(name)).isNotIn(before, token);
            assertThat(tenant.lastRotation(name).reason()).isEqualTo("FirstIssue");
        }
        tenant.patchSecret(name, MadeAgainIT::letGo);
    }

    /** With nobody to see it go, what the Secret says must do. */
    @Test
    void whatIsDeletedAndMadeAgainWhileNobodyLooksBeginsWithANewToken() {
        tenant.apiToken("unseen", "");
        tenant.apiToken("unseen-retained", "secret: {deletionPolicy: Retain}");
        for (var name : List.of("unseen", "unseen-retained")) {
            tenant.eventuallyReady(name);
            tenant.patchSecret(name, MadeAgainIT::kept);
        }
        var token = tenant.token("unseen");
        var retained = tenant.token("unseen-retained");
        operator.stop();
        tenant.delete("unseen");
        tenant.apiToken("unseen", "");
        tenant.delete("unseen-retained");
        tenant.apiToken("unseen-retained", "secret: {deletionPolicy: Retain}");

        operator.restart();

        tenant.eventuallyReady("unseen");
        tenant.eventuallyReady("unseen-retained");
        assertThat(tenant.token("unseen")).isNotEqualTo(token);
        assertThat(tenant.token("unseen-retained")).isNotEqualTo(retained);
        tenant.patchSecret("unseen", MadeAgainIT::letGo);
        tenant.patchSecret("unseen-retained", MadeAgainIT::letGo);
    }

    private static Secret kept(Secret secret) {
        secret.getMetadata().setFinalizers(List.of("apitoken.dev/test"));
        return secret;
    }

    private static Secret letGo(Secret secret) {
        secret.getMetadata().setFinalizers(List.of());
        return secret;
    }
}
