package dev.apitoken.operator.apitoken;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Secrets are the state, status is a report (rules B4, B5, F15). */
@RealCluster
class SteadyStateIT {
    /** Long enough for several due-scans and for every echo of a write. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private static final List<String> KINDS = List.of("ApiToken", "ApiAccount", "TokenIssuer", "AccessPolicy");

    private static OperatorUnderTest operator;
    private static Tenant tenant;

    @BeforeAll
    static void start(Cluster cluster) {
        operator = OperatorUnderTest.start(cluster);
        tenant = Tenant.withIssuer(cluster);
        tenant.apiToken("one", "");
        tenant.apiToken("two", "secret: {items: [{key: token, format: Token}, {key: env, format: EnvFile}]}");
        tenant.apiToken("off", "enabled: false");
        tenant.apiToken("lonely", "issuerRef: {name: nowhere}");
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: AccessPolicy
                metadata: {name: gate}
                spec: {}
                """);
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: ApiAccount
                metadata: {name: ci}
                spec: {roles: [reader]}
                """);
        Stream.of("one", "two", "off").forEach(tenant::eventuallyReady);
        tenant.eventuallyCondition("lonely", ConditionType.Ready, "False", "IssuerNotFound");
    }

    @AfterAll
    static void stop() {
        operator.close();
    }

    @Test
    void whenNothingChangesNothingIsWritten() {
        var before = settledVersions();

        staysEqual(before);
    }

    @Test
    void anOperatorThatStartsAnewWritesNothing() {
        var before = settledVersions();

        operator.restart();

        staysEqual(before);
    }

    @Test
    void aWipedStatusComesBackWithoutANewToken() {
        settledVersions();
        var status = tenant.status("one");
        var secret = tenant.secret("one");

        wipeStatus("one");

        tenant.eventuallyReady("one");
        eventually(() -> assertThat(tenant.status("one")).isEqualTo(status));
        assertThat(tenant.secret("one")).isEqualTo(secret);
    }

    /** Rule B4, for all kinds: as when a backup brings back everything but statuses. */
    @Test
    void everyStatusWipedWhileTheOperatorIsAwayComesBackAndNoSecretIsWritten() {
        var secrets = secretVersions(settledVersions());
        operator.stop();
        var before = statuses();
        assertThat(before).hasSizeGreaterThan(5).doesNotContainValue("null");
        KINDS.stream()
                .flatMap(SteadyStateIT::all)
                .forEach(object -> tenant.client()
                        .resource(object)
                        .subresource("status")
                        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": null}"));
        assertThat(statuses()).doesNotContainEntry("ApiToken one", before.get("ApiToken one"));

        operator.restart();

        eventually(() -> assertThat(statuses()).isEqualTo(before));
        assertThat(secretVersions(settledVersions())).isEqualTo(secrets);
        assertThat(statuses()).isEqualTo(before);
    }

    private static Map<String, String> statuses() {
        var statuses = new TreeMap<String, String>();
        KINDS.stream()
                .flatMap(SteadyStateIT::all)
                .forEach(object -> statuses.put(
                        object.getKind() + " " + object.getMetadata().getName(),
                        Serialization.asJson(object.getAdditionalProperties().get("status"))));
        return statuses;
    }

    private static Stream<GenericKubernetesResource> all(String kind) {
        return tenant
                .client()
                .genericKubernetesResources("apitoken.dev/v1alpha1", kind)
                .inNamespace(tenant.namespace())
                .list()
                .getItems()
                .stream();
    }

    private static Map<String, String> secretVersions(Map<String, String> versions) {
        var secrets = new TreeMap<>(versions);
        secrets.keySet().removeIf(name -> !name.startsWith("Secret "));
        return secrets;
    }

    @Test
    void anApiTokenMadeAgainBesideItsSecretKeepsTheToken() {
        tenant.apiToken("restored", "");
        tenant.eventuallyReady("restored");
        var token = tenant.token("restored");
        operator.stop();
        tenant.deleteOnly("restored");
        tenant.apiToken("restored", "");

        operator.restart();

        tenant.eventuallyReady("restored");
        assertThat(tenant.token("restored")).isEqualTo(token);
        eventually(() -> assertThat(tenant.secret("restored").getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid())
                        .isEqualTo(tenant.get("restored").getMetadata().getUid())));
    }

    private static void wipeStatus(String name) {
        tenant.client()
                .resources(ApiToken.class)
                .inNamespace(tenant.namespace())
                .withName(name)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": null}");
    }

    private static Map<String, String> settledVersions() {
        var last = new TreeMap<String, String>();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .during(Duration.ofSeconds(1))
                .until(() -> {
                    var now = versions();
                    boolean same = now.equals(last);
                    last.clear();
                    last.putAll(now);
                    return same;
                });
        return last;
    }

    private static void staysEqual(Map<String, String> before) {
        Awaitility.await()
                .atMost(QUIET.plusSeconds(10))
                .during(QUIET)
                .untilAsserted(() -> assertThat(versions()).isEqualTo(before));
    }

    private static Map<String, String> versions() {
        var client = tenant.client();
        var versions = new TreeMap<String, String>();
        Stream.of(
                        client.resources(ApiToken.class)
                                .inNamespace(tenant.namespace())
                                .list()
                                .getItems(),
                        client.resources(TokenIssuer.class)
                                .inNamespace(tenant.namespace())
                                .list()
                                .getItems(),
                        client.secrets().inNamespace(tenant.namespace()).list().getItems(),
                        client.secrets()
                                .inNamespace(operator.namespace())
                                .list()
                                .getItems(),
                        client.events()
                                .v1()
                                .events()
                                .inNamespace(tenant.namespace())
                                .list()
                                .getItems())
                .flatMap(list -> list.stream().map(HasMetadata.class::cast))
                .forEach(object -> versions.put(
                        object.getKind() + " " + object.getMetadata().getName(),
                        object.getMetadata().getResourceVersion()));
        return versions;
    }
}
