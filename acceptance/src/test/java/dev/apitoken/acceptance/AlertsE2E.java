package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.token.secret.KeyRingSecret;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every alert that we ship fires on what a real operator shows, and clears (rule P3). */
@RealCluster
class AlertsE2E {
    @TempDir
    Path home;

    private final Cluster cluster;
    private final Map<String, String> expressions = shipped();
    private final Set<String> seen = new TreeSet<>();
    private Tenant tenant;
    private InstalledOperator operator;

    AlertsE2E(Cluster cluster) throws Exception {
        this.cluster = cluster;
    }

    private record Alerts(List<Group> groups) {
        private record Group(String name, List<Rule> rules) {}

        private record Rule(
                String alert,
                String expr,

                @com.fasterxml.jackson.annotation.JsonProperty("for")
                String pending,

                Map<String, String> labels,
                Map<String, String> annotations) {}
    }

    private static Map<String, String> shipped() throws Exception {
        var file = Repository.find().chart().resolve("alerts.yaml");
        var alerts = Serialization.unmarshal(Files.readString(file), Alerts.class);
        var expressions = new HashMap<String, String>();
        for (var rule : alerts.groups().getFirst().rules()) {
            assertThat(rule.labels().get("severity")).isIn("warning", "critical");
            assertThat(rule.annotations()).containsOnlyKeys("summary", "description");
            assertThat(rule.pending()).matches("[0-9]+m");
            expressions.put(rule.alert(), rule.expr());
        }
        return expressions;
    }

    @BeforeEach
    void start() throws Exception {
        tenant = Tenant.of(cluster);
        operator = InstalledOperator.start(cluster, home, Map.of());
        eventually(() -> assertThat(operator.isLeading()).isTrue());
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void eachFiresAndClears() throws Exception {
        notReady();
        renewalOverdue();
        expired();
        operatorBlind();
        nobodyLeads();
        signingKeys();
        assertThat(seen).isEqualTo(new TreeSet<>(expressions.keySet()));
    }

    private void notReady() {
        tenant.apiToken("ci", "user: ci, issuerRef: {kind: TokenIssuer, name: default}");
        eventually(() -> assertFiring("ApitokenNotReady", Instant.now()));
        tenant.issuer();
        tenant.awaitReady("ci");
        eventually(() -> assertQuiet("ApitokenNotReady", Instant.now()));
    }

    /** The operator's clock is the real one: the alert is asked at a later time instead. */
    private void renewalOverdue() throws Exception {
        var renewal = Instant.parse(Objects.requireNonNull(tenant.status("ci").renewalTime()));
        eventually(() -> assertQuiet("ApitokenRenewalOverdue", renewal.plusSeconds(300)));
        assertFiring("ApitokenRenewalOverdue", renewal.plusSeconds(301));
        tenant.patch("ci", "{\"spec\": {\"suspend\": true}}");
        eventually(() -> assertQuiet("ApitokenRenewalOverdue", renewal.plusSeconds(301)));
        tenant.patch("ci", "{\"spec\": {\"suspend\": false}}");
        eventually(() -> assertFiring("ApitokenRenewalOverdue", renewal.plusSeconds(301)));
    }

    private void expired() throws Exception {
        var expiry = Instant.parse(Objects.requireNonNull(
                Objects.requireNonNull(tenant.status("ci").token()).expiresAt()));
        assertQuiet("ApitokenExpired", expiry.plusSeconds(1));
        tenant.patch("ci", "{\"spec\": {\"issuerRef\": {\"name\": \"gone\"}}}");
        eventually(() -> assertFiring("ApitokenExpired", expiry.plusSeconds(1)));
        assertQuiet("ApitokenExpired", expiry.minusSeconds(1));
        tenant.client()
                .resources(dev.apitoken.crds.ApiToken.class)
                .inNamespace(tenant.namespace())
                .withName("ci")
                .delete();
        for (String alert : List.of("ApitokenExpired", "ApitokenNotReady", "ApitokenRenewalOverdue")) {
            eventually(() -> assertQuiet(alert, expiry.plusSeconds(1)));
        }
    }

    private void operatorBlind() throws Exception {
        assertQuiet("ApitokenOperatorBlind", Instant.now());
        cluster.stopApiServer();
        try {
            eventually(() -> assertFiring("ApitokenOperatorBlind", Instant.now()));
            // A restart would bring nothing back, and a client of its health has to know that it is blind.
            assertThat(operator.get("/health").statusCode()).isEqualTo(200);
            assertThat(operator.get("/health/readiness").statusCode()).isEqualTo(503);
        } finally {
            cluster.startApiServer();
        }
        // In the meantime it may have lost its lease, as it should, and ended.
        operator.close();
        operator = Install.everywhere().start(cluster, home, Map.of());
        eventually(
                Duration.ofSeconds(60), () -> assertThat(operator.isLeading()).isTrue());
        eventually(() -> assertQuiet("ApitokenOperatorBlind", Instant.now()));
    }

    private void nobodyLeads() throws Exception {
        assertQuiet("ApitokenNobodyLeads", Instant.now());
        operator.close();
        assertThat(firing("ApitokenNobodyLeads", "", Instant.now())).isNotEmpty();
        seen.add("ApitokenNobodyLeads");
    }

    /** By an operator of its own: issuers that other tests left in the cluster have no keys here. */
    private void signingKeys() throws Exception {
        var install = Install.serving(cluster.newNamespace("keys"), "apitoken-keys", tenant.namespace());
        install.applyTo(cluster, home);
        operator = install.start(cluster, home, Map.of());
        eventually(() -> assertThat(operator.isLeading()).isTrue());
        // The keys that its status tells of are those of the first install.
        eventually(() -> assertFiring("ApitokenIssuerNotReady", Instant.now()));
        tenant.client()
                .resources(TokenIssuer.class)
                .inNamespace(tenant.namespace())
                .delete();
        tenant.issuer();
        eventually(() -> assertQuiet("ApitokenIssuerNotReady", Instant.now()));

        assertQuiet("ApitokenSigningKeyOverdue", Instant.now());
        tenant.client().secrets().inNamespace(install.namespace()).list().getItems().stream()
                .filter(secret -> secret.getType().equals(KeyRingSecret.TYPE))
                .forEach(this::lookAYearOld);
        eventually(() -> assertFiring("ApitokenSigningKeyOverdue", Instant.now()));
        tenant.client()
                .resources(TokenIssuer.class)
                .inNamespace(tenant.namespace())
                .withName("default")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\": {\"keyRotation\": {\"publishBefore\": \"1s\"}}}");
        eventually(() -> assertQuiet("ApitokenSigningKeyOverdue", Instant.now()));
    }

    private void lookAYearOld(Secret keys) {
        var ring = new String(Base64.getDecoder().decode(keys.getData().get("ring.json")), StandardCharsets.UTF_8);
        var before = Instant.now().minus(Duration.ofDays(365)).truncatedTo(ChronoUnit.SECONDS);
        var old = ring.replaceAll("(\"(?:createdAt|activeAt)\":\")[^\"]+", "$1" + before);
        tenant.client()
                .resource(new SecretBuilder(keys)
                        .addToData(
                                "ring.json", Base64.getEncoder().encodeToString(old.getBytes(StandardCharsets.UTF_8)))
                        .build())
                .update();
    }

    private void assertFiring(String alert, Instant now) throws Exception {
        assertThat(mine(firing(alert, operator.metrics(), now))).as(alert).isNotEmpty();
        seen.add(alert);
    }

    private void assertQuiet(String alert, Instant now) throws Exception {
        assertThat(mine(firing(alert, operator.metrics(), now))).as(alert).isEmpty();
    }

    private Set<Map<String, String>> firing(String alert, String metrics, Instant now) {
        return AlertExpression.firing(Objects.requireNonNull(expressions.get(alert)), metrics, now.getEpochSecond());
    }

    /** Other tests of this cluster have tokens of their own. */
    private Set<Map<String, String>> mine(Set<Map<String, String>> alerts) {
        var mine = new HashSet<>(alerts);
        mine.removeIf(
                labels -> !labels.getOrDefault("namespace", tenant.namespace()).equals(tenant.namespace()));
        return mine;
    }
}
