package dev.apitoken.operator.apitoken;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ClusterTokenIssuer;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.crds.IssuerStatus;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.operator.OperatorUnderTest;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits are law at every look, not only when a token is made (rules A13, D1, D2, D6). */
@RealCluster
class LimitsIT {
    private OperatorUnderTest operator;
    private Tenant tenant;

    @BeforeEach
    void start(Cluster cluster) {
        operator = OperatorUnderTest.start(cluster);
        tenant = Tenant.withIssuer(cluster);
    }

    @AfterEach
    void stop() {
        operator.close();
    }

    @Test
    void aTighterMaxValidityEndsATokenWhoseValidityCameFromADefault() {
        tenant.apiToken("old", "");
        tenant.apiToken("manual", "rotation: {policy: Manual}");
        tenant.eventuallyReady("old");
        tenant.eventuallyReady("manual");
        var token = tenant.token("old");
        operator.clock().advance(Duration.ofDays(10));

        tighten("{\"limits\": {\"maxValidity\": \"7d\"}, \"defaults\": {\"validity\": \"1d\"}}");

        eventually(() -> assertThat(tenant.token("old")).isNotEqualTo(token));
        tenant.eventuallyCondition("old", ConditionType.Live, "True", "Listed");
        tenant.eventuallyCondition("manual", ConditionType.Live, "False", "Expired");
    }

    @Test
    void aTighterMaxValidityRenewsAYoungTokenBeforeItIsReached() {
        tenant.apiToken("young", "");
        tenant.eventuallyReady("young");
        var token = tenant.token("young");

        tighten("{\"limits\": {\"maxValidity\": \"10d\"}, \"defaults\": {\"validity\": \"1d\"}}");

        eventually(() -> assertThat(Tenant.condition(tenant.status("young"), ConditionType.Live)
                        .getMessage())
                .contains("accepted until " + operator.clock().instant().plus(Duration.ofDays(10))));
        assertThat(tenant.token("young")).isEqualTo(token);
        assertThat(Objects.requireNonNull(tenant.status("young").renewalTime()))
                .isBetween("2026-11-28", "2026-11-29T23:59:59Z");
    }

    @Test
    void eachTighterLimitRefusesWhatIsOutsideAndNamesItself() {
        tenant.apiToken("client", "audiences: [orders], validity: 10d");
        tenant.eventuallyReady("client");
        refusedBy("{\"users\": [\"robot-*\"]}", "limits.users");
        refusedBy("{\"users\": null, \"audiences\": [\"billing\"]}", "limits.audiences");
        refusedBy("{\"audiences\": null, \"minValidity\": \"11d\"}", "limits.minValidity");
        tighten("{\"defaults\": {\"validity\": \"1d\"}, \"limits\": {\"minValidity\": \"5m\"}}");
        refusedBy("{\"maxValidity\": \"9d\"}", "limits.maxValidity");
        refusedBy("{\"maxValidity\": \"90d\", \"maxTokensPerNamespace\": 0}", "limits.maxTokensPerNamespace");
        tighten("{\"limits\": {\"maxTokensPerNamespace\": null}}");

        tenant.eventuallyReady("client");
        tenant.eventuallyCondition("client", ConditionType.Live, "True", "Listed");
    }

    @Test
    void limitsThatOnlyWarnRefuseNothingAndSayWhatTheyWouldRefuse() {
        IntStream.range(0, 23).forEach(i -> tenant.apiToken("client-%02d".formatted(i), ""));
        IntStream.range(0, 23).forEach(i -> tenant.eventuallyReady("client-%02d".formatted(i)));
        var token = tenant.token("client-00");

        tighten("{\"limits\": {\"enforce\": \"Warn\", \"users\": [\"robot-*\"], \"maxTokensPerNamespace\": 1}}");

        var report = eventually(() -> Objects.requireNonNull(issuer().dryRun()));
        assertThat(report.wouldBeRefused()).isEqualTo(23);
        assertThat(report.tokens())
                .hasSize(20)
                .first()
                .isEqualTo(new IssuerStatus.Refusal(tenant.namespace(), "client-00", "limits.users"));
        eventually(() -> assertThat(Tenant.condition(tenant.status("client-00"), ConditionType.Ready)
                        .getMessage())
                .contains("would be refused if limits.enforce were All: user ci is outside limits.users"));
        tenant.eventuallyReady("client-00");
        tenant.eventuallyCondition("client-00", ConditionType.Live, "True", "Listed");
        assertThat(tenant.token("client-00")).isEqualTo(token);

        tighten("{\"limits\": {\"users\": null}}");
        eventually(() -> assertThat(Objects.requireNonNull(issuer().dryRun()).wouldBeRefused())
                .isEqualTo(22));

        tighten("{\"limits\": {\"enforce\": \"All\"}}");
        tenant.eventuallyReady("client-00");
        tenant.eventuallyCondition("client-22", ConditionType.Ready, "False", "NotAllowed");
        eventually(() -> assertThat(issuer().dryRun()).isNull());
    }

    @Test
    void theSelectorOfNamespacesHoldsAlthoughLimitsOnlyWarn(Cluster cluster) {
        String name = "warning-" + tenant.namespace();
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: ClusterTokenIssuer
                metadata: {name: %s}
                spec: {limits: {enforce: Warn}}
                """.formatted(name));
        tenant.apiToken("client", "issuerRef: {kind: ClusterTokenIssuer, name: %s}".formatted(name));

        tenant.eventuallyCondition("client", ConditionType.Ready, "False", "NotAllowed");
        assertThat(tenant.secretOrNull("client")).isNull();

        patchCluster(cluster, name, "{\"spec\": {\"namespaces\": {}}}");
        tenant.eventuallyReady("client");
        patchCluster(cluster, name, "{\"spec\": {\"namespaces\": null}}");
        tenant.eventuallyCondition("client", ConditionType.Live, "False", "NotIssued");
        cluster.client().resources(ClusterTokenIssuer.class).withName(name).delete();
    }

    /** Rule D2: from the labels as they are now. */
    @Test
    void aNamespaceWhoseLabelFallsOutOfTheSelectorLosesItsTokensAndGetsTheSameBack(Cluster cluster) {
        String name = "labelled-" + tenant.namespace();
        tenant.create("""
                apiVersion: apitoken.dev/v1alpha1
                kind: ClusterTokenIssuer
                metadata: {name: %s}
                spec: {namespaces: {matchExpressions: [{key: env, operator: NotIn, values: [prod]}]}}
                """.formatted(name));
        tenant.apiToken("client", "issuerRef: {kind: ClusterTokenIssuer, name: %s}".formatted(name));
        tenant.eventuallyReady("client");
        var token = tenant.token("client");

        label(cluster, "prod");
        tenant.eventuallyCondition("client", ConditionType.Ready, "False", "NotAllowed");
        assertThat(Tenant.condition(tenant.status("client"), ConditionType.Live).getStatus())
                .isEqualTo("False");

        label(cluster, "test");
        tenant.eventuallyReady("client");
        assertThat(tenant.token("client")).isEqualTo(token);
        cluster.client().resources(ClusterTokenIssuer.class).withName(name).delete();
    }

    private void label(Cluster cluster, String env) {
        cluster.client().namespaces().withName(tenant.namespace()).edit(namespace -> {
            namespace.getMetadata().getLabels().put("env", env);
            return namespace;
        });
    }

    @Test
    void theNewestTokensAreRefusedTheSameAfterARestartAndTakeAPlaceThatGetsFree() {
        tighten("{\"limits\": {\"maxTokensPerNamespace\": 2}}");
        for (String name : new String[] {"c", "b", "a"}) {
            tenant.apiToken(name, "");
            eventually(() -> assertThat(tenant.status(name).conditions()).isNotEmpty());
            aSecondPasses(tenant, name);
        }
        tenant.eventuallyReady("c");
        tenant.eventuallyReady("b");
        tenant.eventuallyCondition("a", ConditionType.Ready, "False", "NotAllowed");
        assertThat(Tenant.condition(tenant.status("a"), ConditionType.Ready).getMessage())
                .contains("limits.maxTokensPerNamespace");
        var kept = tenant.token("c");

        operator.restart();

        tenant.eventuallyCondition("a", ConditionType.Ready, "False", "NotAllowed");
        assertThat(tenant.token("c")).isEqualTo(kept);

        tenant.delete("c");

        tenant.eventuallyReady("a");
        tenant.eventuallyReady("b");
    }

    /** Times of creation are whole seconds, so two of one second would be told apart by their names. */
    private static void aSecondPasses(Tenant tenant, String after) {
        var created = tenant.get(after).getMetadata().getCreationTimestamp();
        eventually(() -> {
            var probe = new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                    .withNewMetadata()
                    .withGenerateName("clock-")
                    .withNamespace(tenant.namespace())
                    .endMetadata()
                    .build();
            assertThat(tenant.client().resource(probe).create().getMetadata().getCreationTimestamp())
                    .isGreaterThan(created);
        });
    }

    private void refusedBy(String limits, String name) {
        tighten("{\"limits\": " + limits + "}");
        eventually(() -> {
            var ready = Tenant.condition(tenant.status("client"), ConditionType.Ready);
            assertThat(ready.getReason()).isEqualTo("NotAllowed");
            assertThat(ready.getMessage()).contains(name);
        });
        assertThat(Tenant.condition(tenant.status("client"), ConditionType.Live).getStatus())
                .isEqualTo("False");
    }

    private void tighten(String spec) {
        tenant.patchIssuer("default", "{\"spec\": " + spec + "}");
    }

    private IssuerStatus issuer() {
        return tenant.client()
                .resources(TokenIssuer.class)
                .inNamespace(tenant.namespace())
                .withName("default")
                .require()
                .getStatus();
    }

    private static void patchCluster(Cluster cluster, String name, String json) {
        cluster.client()
                .resources(ClusterTokenIssuer.class)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }
}
