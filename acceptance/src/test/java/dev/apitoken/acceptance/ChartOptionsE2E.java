package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the chart has to offer beside the operator itself. */
@RealCluster
class ChartOptionsE2E {
    private static final String[] OPTIONAL = {"PodDisruptionBudget", "NetworkPolicy", "PodMonitor", "PrometheusRule"};

    @TempDir
    Path home;

    private final Cluster cluster;

    ChartOptionsE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void everyOptionRendersWhatARealApiServerTakes() throws Exception {
        var chart = RenderedChart.in(
                cluster.newNamespace("options"),
                cluster,
                home,
                "crds.install=false",
                "replicas=2",
                "networkPolicy.enabled=true",
                "networkPolicy.from[0].podSelector.matchLabels.app=prometheus",
                "monitoring.podMonitor=true",
                "monitoring.prometheusRule=true",
                "podLabels.team=shop",
                "serviceAccount.annotations.note=x");
        assertThat(chart.kinds()).contains(OPTIONAL);
        assertThat(chart.objects())
                // Two kinds are of the Prometheus operator, which is not there.
                .filteredOn(object -> !object.getApiVersion().startsWith("monitoring.coreos.com"))
                .allSatisfy(object -> cluster.client()
                        .resource(object)
                        .dryRun()
                        .fieldManager("acceptance")
                        .forceConflicts()
                        .serverSideApply());
        assertThat(RenderedChart.in("apitoken-system", cluster, home).kinds()).doesNotContain(OPTIONAL);
    }

    @Test
    void theClustersOwnRolesReachOurKindsButNoSecretByIt() throws Exception {
        var mine = RenderedChart.in("apitoken-system", cluster, home).all(ClusterRole.class).stream()
                .filter(role -> role.getMetadata().getName().matches("apitoken-(view|edit|admin)"))
                .toList();
        assertThat(mine)
                .hasSize(3)
                .allSatisfy(role -> assertThat(role.getRules())
                        .allSatisfy(rule -> assertThat(rule.getApiGroups()).containsExactly("apitoken.dev")));
        mine.forEach(role ->
                cluster.client().resource(role).fieldManager("acceptance").serverSideApply());
        try {
            eventually(this::assertAggregated);
        } finally {
            mine.forEach(role -> cluster.client().resource(role).delete());
        }
    }

    private void assertAggregated() {
        assertThat(verbs("view", "apitokens")).containsExactlyInAnyOrder("get", "list", "watch");
        assertThat(verbs("view", "secrets")).isEmpty();
        assertThat(verbs("edit", "apitokens")).contains("create", "patch", "delete");
        // A role is given, and a gate opened, by an administrator of the namespace only.
        assertThat(verbs("edit", "apiaccounts")).containsExactlyInAnyOrder("get", "list", "watch");
        assertThat(verbs("edit", "accesspolicies")).containsExactlyInAnyOrder("get", "list", "watch");
        assertThat(verbs("admin", "apiaccounts")).contains("create", "patch", "delete");
    }

    private Set<String> verbs(String clusterRole, String resource) {
        return cluster.client().rbac().clusterRoles().withName(clusterRole).require().getRules().stream()
                .filter(rule ->
                        rule.getResources() != null && rule.getResources().contains(resource))
                .flatMap(rule -> rule.getVerbs().stream())
                .collect(Collectors.toSet());
    }
}
