package dev.apitoken.operator;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tokens and keys stand in the data of their Secrets and nowhere else (rule N1). */
@RealCluster
class SecrecyIT {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @Test
    void noTokenAndNoKeyIsInLogsEventsOrStatus(Cluster cluster) {
        var log = new Recorder();
        var level = ROOT.getLevel();
        log.start();
        ROOT.addAppender(log);
        ROOT.setLevel(Level.DEBUG);
        // The client's own wire log and the server's answers are not ours to judge, and off in every setting we ship.
        ((Logger) LoggerFactory.getLogger("io.fabric8")).setLevel(Level.INFO);
        try (var operator = OperatorUnderTest.start(cluster)) {
            var tenant = Tenant.withIssuer(cluster);
            var secrets = lifeOfAToken(tenant, operator);

            var everything = log.text() + shown(tenant);

            assertThat(spellings(secrets).filter(everything::contains)).isEmpty();
            assertThat(everything).contains(tenant.tokenId("canary"));
        } finally {
            ROOT.setLevel(level);
            ROOT.detachAppender(log);
        }
    }

    /** Rule N6: whoever reads an access Secret can neither call nor sign. */
    @Test
    void noTokenAndNoPrivateKeyIsInAnAccessSecret(Cluster cluster) {
        try (var operator = OperatorUnderTest.start(cluster)) {
            var tenant = Tenant.withIssuer(cluster);
            tenant.create("""
                    apiVersion: apitoken.dev/v1alpha1
                    kind: AccessPolicy
                    metadata: {name: gate}
                    spec: {}
                    """);
            tenant.apiToken("canary", "");
            tenant.eventuallyReady("canary");
            var token = tenant.token("canary");
            var listed = eventually(() -> {
                var text = contentOf(tenant.secret("gate-access"));
                assertThat(text).contains(tenant.tokenId("canary"));
                return text;
            });

            var secrets = Stream.concat(Stream.of(token), privateKeys(tenant, operator).stream())
                    .toList();
            assertThat(spellings(secrets).filter(listed::contains)).isEmpty();
            assertThat(listed).contains("\"kty\":\"EC\"").doesNotContain("\"d\":");
        }
    }

    /** All of it, unpacked. */
    private static String contentOf(Secret secret) {
        return secret.getData().values().stream()
                .map(Base64.getDecoder()::decode)
                .map(SecrecyIT::unpacked)
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .reduce(Serialization.asYaml(secret.getMetadata()), String::concat);
    }

    private static byte[] unpacked(byte[] data) {
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(data))) {
            return unpacked.readAllBytes();
        } catch (IOException e) {
            return data;
        }
    }

    private static List<String> privateKeys(Tenant tenant, OperatorUnderTest operator) {
        var keys = tenant.client().secrets().inNamespace(operator.namespace()).list().getItems().stream()
                .map(Secret::getData)
                .flatMap(data -> data.entrySet().stream())
                .filter(entry -> entry.getKey().endsWith(".p8"))
                .map(entry -> entry.getValue())
                .toList();
        assertThat(keys).isNotEmpty();
        return keys;
    }

    /** Issue, rotate, tamper, fail. */
    private static List<String> lifeOfAToken(Tenant tenant, OperatorUnderTest operator) {
        tenant.apiToken("canary", "");
        tenant.eventuallyReady("canary");
        var first = tenant.token("canary");
        tenant.patch("canary", "{\"spec\": {\"user\": \"other\"}}");
        tenant.eventually("canary", status -> Objects.equals(status.revision(), 2L));
        var second = tenant.token("canary");
        tenant.patchSecret(
                "canary",
                secret -> new SecretBuilder(secret)
                        .addToData(
                                "token",
                                Base64.getEncoder().encodeToString((first + "x").getBytes(StandardCharsets.UTF_8)))
                        .build());
        tenant.eventually("canary", status -> Objects.equals(status.revision(), 3L));
        tenant.patch("canary", "{\"spec\": {\"issuerRef\": {\"name\": \"nowhere\"}}}");
        eventually(() -> assertThat(tenant.eventReasons("canary")).contains("IssuerNotFound"));
        return Stream.concat(Stream.of(first, second, tenant.token("canary")), privateKeys(tenant, operator).stream())
                .toList();
    }

    /** The signature is what nobody may see; a token's head is the same for all. Keys come in Base64. */
    private static Stream<String> spellings(List<String> secrets) {
        return secrets.stream()
                .map(secret -> secret.substring(secret.lastIndexOf('.') + 1))
                .flatMap(secret -> Stream.of(
                        secret,
                        Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)),
                        HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8))));
    }

    private static String shown(Tenant tenant) {
        var client = tenant.client();
        return Stream.of(
                        client.resources(ApiToken.class)
                                .inNamespace(tenant.namespace())
                                .list()
                                .getItems(),
                        client.resources(TokenIssuer.class)
                                .inNamespace(tenant.namespace())
                                .list()
                                .getItems(),
                        client.events()
                                .v1()
                                .events()
                                .inNamespace(tenant.namespace())
                                .list()
                                .getItems())
                .flatMap(list -> list.stream().map(HasMetadata.class::cast))
                .map(Serialization::asYaml)
                .reduce("", String::concat);
    }

    private static final class Recorder extends AppenderBase<ILoggingEvent> {
        private final StringBuffer text = new StringBuffer();
        private final JsonEncoder encoder = new JsonEncoder();

        @Override
        protected void append(ILoggingEvent event) {
            text.append(new String(encoder.encode(event), StandardCharsets.UTF_8));
        }

        String text() {
            return text.toString();
        }
    }
}
