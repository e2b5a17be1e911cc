package dev.apitoken.acceptance;

import static dev.apitoken.acceptance.RenderedChart.CHART;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart: what it renders, and that a real API server takes it. */
@RealCluster
class ChartE2E {
    @TempDir
    Path home;

    private final Cluster cluster;

    ChartE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void installsUpgradesAndLeavesTheCrdsBehind() throws Exception {
        String namespace = cluster.newNamespace("chart");
        // The test cluster has the CRDs already; helm adopts them as it would after `kubectl apply`.
        assertSucceeds("install", "tried", CHART, "--namespace", namespace, "--take-ownership");
        assertSucceeds("upgrade", "tried", CHART, "--namespace", namespace, "--set", "replicas=2");
        var deployment = cluster.client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("tried-apitoken")
                .get();
        assertThat(deployment.getSpec().getReplicas()).isEqualTo(2);

        assertSucceeds("uninstall", "tried", "--namespace", namespace);

        assertThat(cluster.client()
                        .apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("apitokens.apitoken.dev")
                        .get())
                .isNotNull();
        assertThat(cluster.client()
                        .rbac()
                        .clusterRoles()
                        .withName("tried-apitoken")
                        .get())
                .isNull();
    }

    @Test
    void rendersTheSameBytesTwice() throws Exception {
        assertThat(render().text()).isEqualTo(render().text());
    }

    @Test
    void asksForNothingThatChangesBetweenTwoRendersAndForNoHook() throws Exception {
        try (var templates = Files.list(Path.of(CHART, "templates"))) {
            assertThat(templates)
                    .isNotEmpty()
                    .allSatisfy(template -> assertThat(template)
                            .content()
                            .doesNotContainPattern("\\b(lookup|rand[A-Z]|gen[A-Z]|uuidv4|now|htpasswd|bcrypt)\\b")
                            .doesNotContain("helm.sh/hook", "WebhookConfiguration"));
        }
    }

    @Test
    void servesListedNamespacesWithoutAnyClusterRole() throws Exception {
        var chart = render("watchNamespaces={shop,billing}");
        assertThat(chart.all(ClusterRole.class)).isEmpty();
        assertThat(chart.all(Role.class))
                .extracting(role -> role.getMetadata().getNamespace())
                .containsExactlyInAnyOrder("apitoken-system", "kube-system", "shop", "billing");
    }

    @Test
    void asksForNoRightThatWouldMakeItAnAdministrator() throws Exception {
        for (var chart : new RenderedChart[] {render(), render("watchNamespaces={shop}")}) {
            assertThat(chart.objects().stream().flatMap(GrantedRight::of))
                    .isNotEmpty()
                    .allSatisfy(right -> {
                        assertThat(right.verb()).isNotIn("*", "escalate", "bind", "impersonate");
                        assertThat(right.group()).isNotEqualTo("*");
                        assertThat(right.resource()).isNotIn("*", "pods/exec", "serviceaccounts/token");
                    });
        }
    }

    @Test
    void setsOnlySettingsThatTheReferenceKnows() throws Exception {
        String page = Files.readString(Repository.find().root().resolve("docs/reference/operator-settings.md"));
        var pod = render().deployment().getSpec().getTemplate().getSpec();
        assertThat(pod.getContainers().getFirst().getEnv())
                .extracting(EnvVar::getName)
                .filteredOn(name -> name.startsWith("APITOKEN_"))
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    @Test
    void keepsTheCrdsWhenItIsUninstalled() throws Exception {
        assertThat(render().all(CustomResourceDefinition.class))
                .hasSize(6)
                .allSatisfy(crd -> assertThat(crd.getMetadata().getAnnotations())
                        .containsEntry("helm.sh/resource-policy", "keep"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas=-1",
                "watchNamespaces={Not_A_Name}",
                "image.repository=",
                "logLevel=LOUD",
                "unknown=1",
                "managementPort=80",
                "monitoring.podMonitor=yes",
                "networkPolicy.apiServerPorts={}",
                "networkPolicy.apiServerPorts[0]=70000",
                "resources=none",
                "serviceAccount.create=maybe"
            })
    void refusesAWrongValue(String setting) throws Exception {
        var outcome = Helm.find(home).run(Map.of(), "template", "apitoken", CHART, "--set", setting);
        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.errors()).contains(setting.replaceAll("[=.].*", ""));
    }

    private RenderedChart render(String... settings) throws IOException, InterruptedException {
        return RenderedChart.in("apitoken-system", cluster, home, settings);
    }

    private void assertSucceeds(String... arguments) throws IOException, InterruptedException {
        var outcome = Helm.find(home).run(cluster.kubeconfig(), arguments);
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
    }
}
