package dev.apitoken.acceptance;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
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
        var objects = load(render("apitoken-system", "watchNamespaces={shop,billing}"));
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
                "managementPort=80",
                "monitoring.podMonitor=yes",
                "networkPolicy.apiServerPorts={}",
                "networkPolicy.apiServerPorts[0]=70000",
                "resources=none",
                "serviceAccount.create=maybe"
            })
    void refusesAWrongValue(String setting) throws Exception {
        var outcome = helm.run(Map.of(), "template", "apitoken", CHART, "--set", setting);
        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.errors()).contains(setting.replaceAll("[=.].*", ""));
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
    void everyOptionRendersWhatARealApiServerTakes() throws Exception {
        String namespace = cluster.newNamespace("options");
        var objects = load(render(
                namespace,
                "crds.install=false",
                "replicas=2",
                "networkPolicy.enabled=true",
                "networkPolicy.from[0].podSelector.matchLabels.app=prometheus",
                "monitoring.podMonitor=true",
                "monitoring.prometheusRule=true",
                "podLabels.team=shop",
                "serviceAccount.annotations.note=x"));
        assertThat(objects)
                .extracting(HasMetadata::getKind)
                .contains("PodDisruptionBudget", "NetworkPolicy", "PodMonitor", "PrometheusRule");
        assertThat(objects)
                // These two are kinds of the Prometheus operator, which is not there.
                .filteredOn(object -> !object.getApiVersion().startsWith("monitoring.coreos.com"))
                .allSatisfy(object -> cluster.client()
                        .resource(object)
                        .dryRun()
                        .fieldManager("acceptance")
                        .serverSideApply());
        assertThat(load(render()))
                .extracting(HasMetadata::getKind)
                .doesNotContain("PodDisruptionBudget", "NetworkPolicy", "PodMonitor", "PrometheusRule");
    }

    @Test
    void thePodNeedsNoMoreThanARestrictedNamespaceGives() throws Exception {
        String namespace = cluster.newNamespace("restricted");
        cluster.client().namespaces().withName(namespace).edit(found -> {
            found.getMetadata()
                    .getLabels()
                    .putAll(Map.of(
                            "pod-security.kubernetes.io/enforce", "restricted",
                            "pod-security.kubernetes.io/warn", "restricted"));
            return found;
        });
        var deployment = load(render(namespace)).stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(warnings(deployment)).isEmpty();
        var pod = deployment.getSpec().getTemplate().getSpec();
        assertThat(pod.getContainers()).singleElement().satisfies(container -> {
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getRunAsUser()).isNull();
            assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
            assertThat(container.getResources().getLimits()).containsKey("memory");
        });
        // The same check does warn of a pod that asks for more.
        pod.setHostNetwork(true);
        deployment.getMetadata().setName("asks-for-more");
        assertThat(warnings(deployment)).isNotEmpty();
    }

    /** What the API server says in Warning headers to whoever creates this. */
    private List<String> warnings(HasMetadata object) {
        var said = new CopyOnWriteArrayList<String>();
        var interceptor = new Interceptor() {
            @Override
            public void after(
                    HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
                said.addAll(response.headers("Warning"));
            }
        };
        try (var client = new KubernetesClientBuilder()
                .withConfig(cluster.client().getConfiguration())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("warnings", interceptor))
                .build()) {
            client.resource(object).dryRun().create();
        }
        return said;
    }

    @Test
    void theClustersOwnRolesReachOurKindsButNoSecretByIt() throws Exception {
        var mine = load(render()).stream()
                .filter(object -> object.getMetadata().getName().matches("apitoken-(view|edit|admin)"))
                .map(ClusterRole.class::cast)
                .toList();
        assertThat(mine)
                .hasSize(3)
                .allSatisfy(role -> assertThat(role.getRules())
                        .allSatisfy(rule -> assertThat(rule.getApiGroups()).containsExactly("apitoken.dev")));
        mine.forEach(role ->
                cluster.client().resource(role).fieldManager("acceptance").serverSideApply());
        try {
            eventually(() -> {
                assertThat(verbs("view", "apitokens")).containsExactlyInAnyOrder("get", "list", "watch");
                assertThat(verbs("view", "secrets")).isEmpty();
                assertThat(verbs("edit", "apitokens")).contains("create", "patch", "delete");
                // A role is given, and a gate opened, by an administrator of the namespace only.
                assertThat(verbs("edit", "apiaccounts")).containsExactlyInAnyOrder("get", "list", "watch");
                assertThat(verbs("edit", "accesspolicies")).containsExactlyInAnyOrder("get", "list", "watch");
                assertThat(verbs("admin", "apiaccounts")).contains("create", "patch", "delete");
            });
        } finally {
            mine.forEach(role -> cluster.client().resource(role).delete());
        }
    }

    private Set<String> verbs(String clusterRole, String resource) {
        return cluster.client().rbac().clusterRoles().withName(clusterRole).require().getRules().stream()
                .filter(rule ->
                        rule.getResources() != null && rule.getResources().contains(resource))
                .flatMap(rule -> rule.getVerbs().stream())
                .collect(Collectors.toSet());
    }

    @Test
    void setsOnlySettingsThatTheReferenceKnows() throws Exception {
        String page = Files.readString(Repository.find().root().resolve("docs/reference/operator-settings.md"));
        var deployment = load(render()).stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(deployment
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getEnv())
                .extracting(EnvVar::getName)
                .filteredOn(name -> name.startsWith("APITOKEN_"))
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    @Test
    void keepsTheCrdsWhenItIsUninstalled() throws Exception {
        assertThat(load(render()))
                .filteredOn(CustomResourceDefinition.class::isInstance)
                .hasSize(6)
                .allSatisfy(crd -> assertThat(crd.getMetadata().getAnnotations())
                        .containsEntry("helm.sh/resource-policy", "keep"));
    }

    private String render() throws IOException, InterruptedException {
        return render("apitoken-system");
    }

    private String render(String namespace, String... settings) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("template", "apitoken", CHART, "--namespace", namespace));
        List.of(settings).forEach(setting -> arguments.addAll(List.of("--set", setting)));
        var outcome = helm.run(Map.of(), arguments.toArray(String[]::new));
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
