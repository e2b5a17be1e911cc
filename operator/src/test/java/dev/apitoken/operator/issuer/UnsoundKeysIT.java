package dev.apitoken.operator.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.token.secret.KeyRingSecret;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.SigningKeys;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written into a key Secret by somebody else signs nothing unless it is sound (rules C3, C8). */
@RealCluster
class UnsoundKeysIT {
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");

    private static OperatorUnderTest operator;

    @BeforeAll
    static void start(Cluster cluster) {
        operator = OperatorUnderTest.start(cluster);
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @Test
    void unsoundKeysSignNothingAndAreReported(Cluster cluster) throws Exception {
        var tenant = Tenant.withIssuer(cluster);
        var issuer = new IssuerOfTenant(tenant, operator);
        tenant.apiToken("before", "");
        tenant.eventuallyReady("before");
        var good = Objects.requireNonNull(issuer.keySecretOrNull());
        for (var unsound : unsoundRings().entrySet()) {
            write(tenant, unsound.getValue());
            issuer.eventuallyNotReady("KeysUnreadable");
            String name = unsound.getKey();
            tenant.apiToken(name, "");
            tenant.eventuallyCondition(name, ConditionType.Ready, "False", "IssuerNotReady");
            assertThat(tenant.secretOrNull(name)).as(name).isNull();
            assertThat(Tenant.condition(tenant.status("before"), ConditionType.Live)
                            .getStatus())
                    .as(name)
                    .isEqualTo("True");
            write(tenant, good.getData());
            tenant.eventuallyReady(name);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyAlgorithmSigns(SigningAlgorithm algorithm, Cluster cluster) {
        var tenant = Tenant.of(cluster);
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: TokenIssuer
                metadata: {name: default}
                spec: {algorithm: %s}
                """.formatted(algorithm));
        tenant.apiToken("client", "");

        tenant.eventuallyReady("client");

        var header = new String(
                Base64.getUrlDecoder().decode(tenant.token("client").split("\\.", 2)[0]), StandardCharsets.UTF_8);
        assertThat(header).contains("\"alg\":\"" + algorithm + "\"");
    }

    @Test
    void privateKeysStandInNoNamespaceButTheOperators(Cluster cluster) {
        var tenant = Tenant.withIssuer(cluster);
        tenant.apiToken("client", "");
        tenant.eventuallyReady("client");

        var elsewhere = cluster.client().secrets().inAnyNamespace().list().getItems().stream()
                .filter(secret -> !secret.getMetadata().getNamespace().startsWith("operator"))
                .filter(UnsoundKeysIT::holdsPrivateKey)
                .map(secret -> secret.getMetadata().getNamespace())
                .toList();
        assertThat(elsewhere).isEmpty();
        assertThat(Objects.requireNonNull(new IssuerOfTenant(tenant, operator).publishedKeysOrNull()))
                .matches(secret -> !holdsPrivateKey(secret));
    }

    private static boolean holdsPrivateKey(Secret secret) {
        return secret.getData() != null && secret.getData().keySet().stream().anyMatch(key -> key.endsWith(".p8"));
    }

    private static Map<String, Map<String, String>> unsoundRings() throws GeneralSecurityException {
        var one = sound(SigningAlgorithm.ES256);
        var other = sound(SigningAlgorithm.ES256);
        var rings = new LinkedHashMap<String, Map<String, String>>();
        rings.put("rsa-2048", rsa(2048, SigningAlgorithm.RS256));
        rings.put("rsa-1024", rsa(1024, SigningAlgorithm.RS512));
        rings.put("wrong-curve", replaced(sound(SigningAlgorithm.ES384), "ES384", "ES256"));
        rings.put("symmetric", replaced(one, "ES256", "HS256"));
        rings.put("no-algorithm", replaced(one, "ES256", "none"));
        rings.put("other-half", withPrivateHalf(one, privateHalf(other)));
        rings.put("cut-off", withPrivateHalf(one, Arrays.copyOf(privateHalf(one), 40)));
        rings.put("zeroes", withPrivateHalf(one, new byte[privateHalf(one).length]));
        rings.put("nothing", Map.of());
        rings.put("not-json", Map.of("ring.json", base64("{".getBytes(StandardCharsets.UTF_8))));
        rings.put("unknown-state", replaced(one, "Active", "Signing"));
        return rings;
    }

    private static Map<String, String> sound(SigningAlgorithm algorithm) {
        var key = RingKey.active(SigningKeys.generate(algorithm, new SecureRandom(), AT), AT);
        return encoded(
                KeyRingSecret.write(new KeyRing("urn:test", List.of(key))).data());
    }

    private static Map<String, String> rsa(int bits, SigningAlgorithm algorithm) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        KeyPair pair = generator.generateKeyPair();
        var id = KeyId.of(pair.getPublic());
        var rsa = (RSAPublicKey) pair.getPublic();
        return encoded(Map.of(
                "ring.json",
                bytes(
                        "{\"format\":1,\"issuer\":\"urn:test\",\"keys\":[{\"kid\":\"%s\",\"state\":\"Active\","
                                + "\"createdAt\":\"2026-01-01T00:00:00Z\",\"activeAt\":\"2026-01-01T00:00:00Z\"}]}",
                        id),
                "jwks.json",
                bytes(
                        "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"%s\",\"kid\":\"%s\",\"n\":\"%s\","
                                + "\"e\":\"%s\"}]}",
                        algorithm, id, integer(rsa.getModulus()), integer(rsa.getPublicExponent())),
                id + ".p8",
                pair.getPrivate().getEncoded()));
    }

    private static String integer(BigInteger number) {
        var bytes = number.toByteArray();
        var unsigned = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
    }

    private static byte[] bytes(String format, Object... values) {
        return format.formatted(values).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> replaced(Map<String, String> ring, String old, String text) {
        return ring.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getKey().endsWith(".json")
                                ? base64(new String(decoded(entry.getValue()), StandardCharsets.UTF_8)
                                        .replace("\"" + old + "\"", "\"" + text + "\"")
                                        .getBytes(StandardCharsets.UTF_8))
                                : entry.getValue()));
    }

    private static Map<String, String> withPrivateHalf(Map<String, String> ring, byte[] half) {
        var changed = new LinkedHashMap<>(ring);
        changed.replaceAll((key, value) -> key.endsWith(".p8") ? base64(half) : value);
        return changed;
    }

    private static byte[] privateHalf(Map<String, String> ring) {
        return ring.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(".p8"))
                .map(entry -> decoded(entry.getValue()))
                .findFirst()
                .orElseThrow();
    }

    private static void write(Tenant tenant, Map<String, String> data) {
        tenant.client()
                .secrets()
                .inNamespace(operator.namespace())
                .withName(KeyRingStore.secretName(IssuerId.local(tenant.namespace(), "default")))
                .edit(secret -> new SecretBuilder(secret).withData(data).build());
    }

    private static Map<String, String> encoded(Map<String, byte[]> data) {
        return data.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> base64(entry.getValue())));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] decoded(String text) {
        return Base64.getDecoder().decode(text);
    }
}
