package dev.apitoken.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart: what it renders, and that a real API server takes it. */
@RealCluster
class ChartE2E {
    private static final String CHART = Repository.find().chart().toString();

    @TempDir
    Path home;

    private Helm helm;
    private final Cluster cluster;

    ChartE2E(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void findHelm() {
        helm = Helm.find(home);
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
        assertThat(render()).isEqualTo(render());
    }

    @Test
    void servesListedNamespacesWithoutAnyClusterRole() throws Exception {
        var objects = load(render("--set", "watchNamespaces={shop,billing}"));
        assertThat(objects).noneMatch(object -> object instanceof ClusterRole);
        assertThat(roles(objects).map(role -> role.getMetadata().getNamespace()))
                .contains("shop", "billing", "apitoken-system");
    }

    @Test
    void asksForNoRightThatWouldMakeItAnAdministrator() throws Exception {
        var objects = load(render());
        var rules = Stream.concat(
                        objects.stream()
                                .filter(ClusterRole.class::isInstance)
                                .flatMap(role -> ((ClusterRole) role).getRules().stream()),
                        roles(objects).flatMap(role -> role.getRules().stream()))
                .toList();
        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            assertThat(all(rule)).doesNotContain("*");
            assertThat(rule.getVerbs()).doesNotContain("escalate", "bind", "impersonate");
            assertThat(rule.getResources()).doesNotContain("pods/exec", "serviceaccounts/token");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas=-1",
                "watchNamespaces={Not_A_Name}",
                "image.repository=",
                "logLevel=LOUD",
                "unknown=1",
                "managementPort=80"
            })
    void refusesAWrongValue(String setting) throws Exception {
        var outcome = helm.run(Map.of(), "template", "apitoken", CHART, "--set", setting);
        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.errors()).contains(setting.replaceAll("[=.].*", ""));
    }

    private String render(String... settings) throws IOException, InterruptedException {
        var arguments = Stream.concat(
                        Stream.of("template", "apitoken", CHART, "--namespace", "apitoken-system"), Stream.of(settings))
                .toArray(String[]::new);
        var outcome = helm.run(Map.of(), arguments);
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        return outcome.output();
    }

    private void assertSucceeds(String... arguments) throws IOException, InterruptedException {
        var outcome = helm.run(cluster.kubeconfig(), arguments);
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
    }

    private List<HasMetadata> load(String yaml) {
        return cluster.client()
                .load(new java.io.ByteArrayInputStream(yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .items();
    }

    private static Stream<Role> roles(List<HasMetadata> objects) {
        return objects.stream().filter(Role.class::isInstance).map(Role.class::cast);
    }

    private static List<String> all(PolicyRule rule) {
        return Stream.of(rule.getApiGroups(), rule.getResources(), rule.getVerbs())
                .flatMap(List::stream)
                .toList();
    }
}
