package dev.apitoken.operator.issuer;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.token.Digest;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.TokenSecret;
import dev.apitoken.token.signing.UnverifiedToken;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A signing key from its publication to its removal (rules C5, C6, C11). */
@RealCluster
class RollOverIT {
    private static final int TOKENS = 40;
    private static final Duration KEPT = Duration.ofHours(48);

    private OperatorUnderTest operator;
    private Tenant tenant;
    private IssuerOfTenant issuer;

    @BeforeEach
    void start(Cluster cluster) {
        operator = OperatorUnderTest.start(cluster);
        tenant = Tenant.withIssuer(cluster);
        issuer = new IssuerOfTenant(tenant, operator);
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void aKeyStandsInEveryDocumentForADayBeforeItSignsAndIsRemovedWhenItsTokensHaveEnded() {
        issuer.policy();
        tenant.apiToken("client", "validity: 1d, rotation: {overlap: 0s}");
        tenant.eventuallyReady("client");
        var first = issuer.activeKey();
        eventually(() -> assertThat(issuer.lists(tenant.token("client"))).isTrue());

        operator.clock().advance(Duration.ofDays(89));

        var next = eventually(() -> issuer.keys("Pending").getFirst());
        eventually(() -> assertThat(issuer.keysInDocument()).contains(next.id()));
        assertThat(issuer.activeKey()).isEqualTo(first);
        eventually(() -> assertThat(keyOf("client")).isEqualTo(first));
        eventually(() -> assertThat(issuer.keys("Pending").getFirst().activeAt())
                .isEqualTo(operator.clock().instant().plus(Duration.ofDays(1)).toString()));
        eventually(() -> assertThat(metric("apitoken_signing_keys{kind=\"TokenIssuer\",state=\"Pending\"}"))
                .isPositive());

        operator.clock().advance(Duration.ofDays(1));

        eventually(() -> assertThat(issuer.activeKey()).isEqualTo(next.id()));
        var retiring = eventually(() -> issuer.keys("Retiring").getFirst());
        assertThat(retiring.id()).isEqualTo(first);
        tenant.patch("client", "{\"spec\": {\"user\": \"another\"}}");
        eventually(() -> assertThat(keyOf("client")).isEqualTo(next.id()));
        var removableAt = Instant.parse(Objects.requireNonNull(retiring.removableAt()));
        assertThat(removableAt).isAfter(operator.clock().instant().plus(KEPT).minusSeconds(1));

        operator.clock().moveTo(removableAt.minusSeconds(1));
        eventually(() -> assertThat(issuer.keysInDocument()).contains(first));
        operator.clock().moveTo(removableAt);

        eventually(() -> assertThat(issuer.status().keys()).hasSize(1));
        eventually(() -> assertThat(issuer.keysInDocument()).containsExactly(next.id()));
        assertThat(Objects.requireNonNull(issuer.keySecretOrNull()).getData())
                .containsKey(next.id() + ".p8")
                .doesNotContainKey(first + ".p8");
        assertThat(issuer.eventReasons()).contains("KeyPublished", "KeyActivated", "KeyRetiring", "KeyRemoved");
    }

    @Test
    void aDisabledTokenKeepsItsKeyAndIsGoodAgainWhenItIsEnabled() {
        tenant.apiToken("resting", "validity: 80d, rotation: {policy: Manual}");
        tenant.eventuallyReady("resting");
        var token = tenant.token("resting");
        tenant.patch("resting", "{\"spec\": {\"enabled\": false}}");
        rollOver();

        var retiring = eventually(() -> issuer.keys("Retiring").getFirst());
        assertThat(Objects.requireNonNull(retiring.removableAt())).startsWith("2027-02-12");

        operator.clock().advance(Duration.ofDays(60));
        tenant.patch("resting", "{\"spec\": {\"enabled\": true}}");
        tenant.eventually(
                "resting",
                status -> Tenant.condition(status, dev.apitoken.crds.ConditionType.Live)
                        .getStatus()
                        .equals("True"));
        assertThat(tenant.token("resting")).isEqualTo(token);
    }

    @Test
    void rotateAfterRollsOverOnceWhateverHappensAfterwards() {
        rollOver();
        var active = issuer.activeKey();

        operator.restart();
        issuer.patch("{\"metadata\": {\"annotations\": {\"touched\": \"1\"}}}");
        operator.clock().advance(Duration.ofDays(2));
        tenant.apiToken("later", "");
        tenant.eventuallyReady("later");

        assertThat(keyOf("later")).isEqualTo(active);
        assertThat(issuer.keys("Pending")).isEmpty();
    }

    /** Rule C6 without the word of whoever may write a Secret in some namespace. */
    @Test
    void aForgedSecretKeepsNoKeyLongerThanItsTokens() {
        tenant.apiToken("client", "validity: 10d");
        tenant.eventuallyReady("client");
        forge("client", "never-ending", "9999-01-01T00:00:00Z");
        rollOver();

        var retiring = eventually(() -> issuer.keys("Retiring").getFirst());
        assertThat(Objects.requireNonNull(retiring.removableAt())).startsWith("2026-12-0");

        tenant.delete("client");
        operator.clock().advance(Duration.ofDays(20));
        eventually(() -> assertThat(issuer.keys("Retiring")).isEmpty());
    }

    /** The token of an ApiToken with another expiry, and with the old signature. */
    private void forge(String apiToken, String name, String expiry) {
        var parts = tenant.token(apiToken).split("\\.");
        var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replaceFirst(
                        "\"exp\":[0-9]+", "\"exp\":" + Instant.parse(expiry).getEpochSecond());
        parts[1] = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        tenant.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(tenant.namespace())
                        .withName(name)
                        .addToLabels(TokenSecret.LABEL, name)
                        .endMetadata()
                        .withType(TokenSecret.TYPE)
                        .addToStringData("token", String.join(".", parts))
                        .build())
                .create();
    }

    @Test
    void noRevisionListsATokenWithoutItsKeyWhileManyTokensChangeKeys() {
        issuer.policy();
        IntStream.range(0, TOKENS).forEach(i -> tenant.apiToken("many-" + i, ""));
        IntStream.range(0, TOKENS).forEach(i -> tenant.eventuallyReady("many-" + i));
        var keyOfDigest = new ConcurrentHashMap<Digest, String>();
        var heads = new CopyOnWriteArrayList<Secret>();
        try (var secrets = watch(keyOfDigest, heads)) {
            issuer.patch("{\"spec\": {\"algorithm\": \"ES384\", \"keyRotation\": {\"publishBefore\": \"1h\"}}}");
            eventually(() -> assertThat(issuer.keysInDocument()).hasSize(2));
            eventuallyPublished();
            operator.clock().advance(Duration.ofHours(1));
            eventually(() -> assertThat(issuer.keys("Retiring")).hasSize(1));
            var now = operator.clock().instant().toString();
            IntStream.range(0, TOKENS)
                    .forEach(i -> tenant.patch(
                            "many-" + i, "{\"spec\": {\"rotation\": {\"rotateAfter\": \"" + now + "\"}}}"));
            var next = issuer.activeKey();
            IntStream.range(0, TOKENS)
                    .forEach(
                            i -> eventually(() -> assertThat(keyOf("many-" + i)).isEqualTo(next)));
            eventually(() -> assertThat(IntStream.range(0, TOKENS).filter(i -> issuer.lists(tenant.token("many-" + i))))
                    .hasSize(TOKENS));
        }
        assertThat(heads).hasSizeGreaterThan(2);
        assertThat(heads)
                .allSatisfy(head -> assertThat(IssuerOfTenant.keysIn(head))
                        .containsAll(IssuerOfTenant.digestsIn(head).stream()
                                .filter(keyOfDigest::containsKey)
                                .map(keyOfDigest::get)
                                .toList()));
    }

    private void rollOver() {
        issuer.activeKey();
        operator.clock().advance(Duration.ofSeconds(5));
        issuer.patch("{\"spec\": {\"keyRotation\": {\"rotateAfter\": \"%s\"}}}"
                .formatted(operator.clock().instant()));
        eventuallyPublished();
        operator.clock().advance(Duration.ofDays(1));
        eventually(() -> assertThat(issuer.keys("Retiring")).hasSize(1));
    }

    private void eventuallyPublished() {
        eventually(
                () -> assertThat(issuer.keys("Pending").getFirst().activeAt()).isNotNull());
    }

    private String keyOf(String token) {
        return key(tenant.token(token));
    }

    private static String key(String token) {
        return UnverifiedToken.read(token).orElseThrow().keyId().value();
    }

    private io.fabric8.kubernetes.client.Watch watch(Map<Digest, String> keyOfDigest, List<Secret> heads) {
        return tenant.client().secrets().inNamespace(tenant.namespace()).watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, Secret secret) {
                if (secret.getMetadata().getName().equals(AccessSecret.headName("gate"))) {
                    heads.add(secret);
                } else if (secret.getMetadata().getName().startsWith("many-")) {
                    var token = new String(
                            Base64.getDecoder().decode(secret.getData().get("token")), StandardCharsets.UTF_8);
                    keyOfDigest.put(Digest.of(token), key(token));
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                throw new AssertionError(cause);
            }
        });
    }

    private double metric(String series) throws Exception {
        var request = HttpRequest.newBuilder(operator.managementAddress().resolve("/prometheus"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(series))
                    .map(line -> Double.valueOf(line.substring(series.length() + 1)))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
