package dev.apitoken.operator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.crds.ApiAccount;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.MovableClock;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** All that is asked of the operator while it is killed. Each has one ApiToken {@code t} and one AccessPolicy. */
final class Workloads {
    /** Later than the renewal of a token of one hour, and within the overlap after it. */
    static final Duration UNTIL_RENEWAL = Duration.ofMinutes(41);

    private static final String RENEWED = "validity: 1h, rotation: {overlap: 19m}";

    private Workloads() {}

    static List<Workload> all() {
        return List.of(
                one("first issue", Workloads::gated, (tenant, now) -> tenant.apiToken("t", ""), Workloads::ready, 1),
                new Workload(
                        "scheduled renewal with overlap",
                        having(RENEWED),
                        (tenant, now) -> {},
                        tenant -> assertThat(tenant.status("t").previous()).isNotNull(),
                        2,
                        2),
                one(
                        "rotateAfter",
                        having(""),
                        (tenant, now) ->
                                spec(tenant, "\"rotation\": {\"rotateAfter\": \"%s\"}".formatted(now.instant())),
                        tenant -> assertThat(tenant.lastRotation("t").reason()).isEqualTo("Requested"),
                        2),
                one("disable", having(""), (tenant, now) -> spec(tenant, "\"enabled\": false"), Workloads::ready, 1),
                one(
                        "enable",
                        having("enabled: false, validity: 2d"),
                        (tenant, now) -> spec(tenant, "\"enabled\": true"),
                        Workloads::ready,
                        1),
                one(
                        "another user",
                        having(""),
                        (tenant, now) -> spec(tenant, "\"user\": \"somebody-else\""),
                        tenant -> assertThat(tenant.lastRotation("t").reason()).isEqualTo("SpecChanged"),
                        2),
                one(
                        "another Secret",
                        having(""),
                        (tenant, now) -> spec(tenant, "\"secret\": {\"name\": \"moved\"}"),
                        tenant -> assertThat(tenant.secretOrNull("t")).isNull(),
                        1),
                one(
                        "token altered in its Secret",
                        having(""),
                        (tenant, now) -> tenant.patchSecret("t", Workloads::altered),
                        tenant -> assertThat(tenant.lastRotation("t").reason()).isEqualTo("SecretTampered"),
                        2),
                one(
                        "labels taken from the Secret",
                        having("secret: {labels: {team: orders}}"),
                        (tenant, now) -> tenant.patchSecret("t", Workloads::stripped),
                        tenant -> assertThat(tenant.secret("t").getMetadata().getLabels())
                                .hasSize(2),
                        1),
                one("delete", having(""), (tenant, now) -> tenant.delete("t"), Workloads::gone, 1),
                one(
                        "delete and retain",
                        having("secret: {deletionPolicy: Retain}"),
                        (tenant, now) -> tenant.delete("t"),
                        tenant -> assertThat(tenant.secretOrNull("t")).isNotNull(),
                        1),
                one(
                        "issuer with its first key",
                        Workloads::withoutIssuer,
                        (tenant, now) -> tenant.issuer("default"),
                        Workloads::ready,
                        1),
                one(
                        "key compromised",
                        having(""),
                        (tenant, now) -> tenant.patchIssuer(
                                "default",
                                "{\"spec\": {\"compromisedKeys\": [\"%s\"]}}"
                                        .formatted(tenant.issued("t").keyId())),
                        tenant -> assertThat(tenant.lastRotation("t").reason()).isEqualTo("KeyCompromised"),
                        2),
                one(
                        "roles of the account",
                        Workloads::withAccount,
                        (tenant, now) ->
                                merge(tenant, ApiAccount.class, "ci", "{\"spec\": {\"roles\": [\"orders:read\"]}}"),
                        Workloads::ready,
                        1),
                one("policy created", Workloads::ungated, (tenant, now) -> gate(tenant), Workloads::enforced, 1),
                one(
                        "policy changed",
                        having(""),
                        (tenant, now) -> merge(
                                tenant,
                                AccessPolicy.class,
                                "gate",
                                "{\"spec\": {\"validators\": {\"serviceAccounts\": [\"one\", \"two\"]},"
                                        + " \"rules\": [{\"paths\": [\"/*\"], \"access\": \"Authenticated\"}]}}"),
                        Workloads::enforced,
                        1));
    }

    private static Workload one(
            String name,
            Consumer<Tenant> prepare,
            BiConsumer<Tenant, MovableClock> act,
            Consumer<Tenant> holds,
            int tokens) {
        return new Workload(name, prepare, act, holds, tokens, 1);
    }

    private static Consumer<Tenant> having(String spec) {
        return tenant -> {
            gated(tenant);
            tenant.apiToken("t", spec);
        };
    }

    private static void gated(Tenant tenant) {
        tenant.issuer("default");
        gate(tenant);
    }

    private static void ungated(Tenant tenant) {
        tenant.issuer("default");
        tenant.apiToken("t", "");
    }

    private static void withoutIssuer(Tenant tenant) {
        gate(tenant);
        tenant.apiToken("t", "");
    }

    private static void withAccount(Tenant tenant) {
        having("").accept(tenant);
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: ApiAccount
                metadata: {name: ci}
                spec: {roles: [orders:write]}
                """);
    }

    private static void gate(Tenant tenant) {
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: AccessPolicy
                metadata: {name: gate}
                spec: {}
                """);
    }

    private static void ready(Tenant tenant) {
        tenant.eventuallyReady("t");
    }

    private static void gone(Tenant tenant) {
        assertThat(tenant.secretOrNull("t")).isNull();
    }

    private static void enforced(Tenant tenant) {
        assertThat(tenant.secretOrNull("gate-access")).isNotNull();
    }

    private static void spec(Tenant tenant, String members) {
        tenant.patch("t", "{\"spec\": {" + members + "}}");
    }

    private static <T extends HasMetadata> void merge(Tenant tenant, Class<T> kind, String name, String json) {
        tenant.client()
                .resources(kind)
                .inNamespace(tenant.namespace())
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    private static Secret altered(Secret secret) {
        secret.setData(Map.of("token", "YWx0ZXJlZA=="));
        return secret;
    }

    private static Secret stripped(Secret secret) {
        Objects.requireNonNull(secret.getMetadata().getLabels()).remove("team");
        return secret;
    }
}
