package dev.apitoken.acceptance.quickstart;

import dev.apitoken.acceptance.Caller;
import dev.apitoken.acceptance.FreePort;
import dev.apitoken.acceptance.Gate;
import dev.apitoken.acceptance.Program;
import dev.apitoken.acceptance.Repository;
import dev.apitoken.acceptance.SampleApi;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.controlplane.ControlPlaneBinaries;
import dev.apitoken.testkit.controlplane.ControlPlaneOptions;
import dev.apitoken.testkit.controlplane.LocalControlPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** {@code ./quickstart [--once] [--kubeconfig FILE]}. Exit code 0 only if every answer was the expected one. */
public final class QuickstartMain {
    private static final String OPERATOR_NAMESPACE = "apitoken-system";

    private final Arguments arguments;
    private final Terminal terminal =
            new Terminal(System.out, System.console() != null && System.getenv("NO_COLOR") == null);
    private final Expectations expectations = new Expectations(terminal);
    private final Repository repository = Repository.find();

    private QuickstartMain(Arguments arguments) {
        this.arguments = arguments;
    }

    public static void main(String[] args) throws Exception {
        Arguments arguments;
        try {
            arguments = Arguments.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println("quickstart: " + e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(new QuickstartMain(arguments).run());
    }

    private int run() throws Exception {
        Path logs = Files.createTempDirectory("apitoken-quickstart-");
        terminal.chapter("A control plane, the operator and a sample API");
        try (Cluster cluster = cluster();
                Program operator = operator(cluster, logs);
                SampleApi api = SampleApi.start()) {
            terminal.say("logs: " + logs);
            var story = new Story(repository, cluster, terminal, expectations, InstantSource.system());
            String token = story.firstToken();
            try (Gate gate = gate(cluster, "api", "default", api, logs);
                    Caller caller = Caller.at("127.0.0.1", gate.address())) {
                story.fourPlaces(caller, token);
                token = story.rotate(caller, token);
                story.disable(caller, token);
                story.applyRolesExample();
                try (Gate orders = gate(cluster, "orders", "orders", api, logs);
                        Caller here = Caller.at("127.0.0.1", orders.address());
                        Caller elsewhere = Caller.at("127.0.0.2", orders.address())) {
                    story.rolesAndSources(here, elsewhere);
                    summarise();
                    if (!arguments.once()) {
                        stayUp(cluster, gate);
                    }
                }
            }
        }
        return expectations.missed() == 0 ? 0 : 1;
    }

    private Cluster cluster() throws Exception {
        long start = System.nanoTime();
        Optional<Path> given = arguments.kubeconfig();
        Cluster cluster = given.isPresent() ? Cluster.given(given.get()) : Cluster.of(localControlPlane());
        String version = cluster.client().getKubernetesVersion().getGitVersion();
        terminal.took(
                "kube-apiserver " + version + (given.isPresent() ? " of the given kubeconfig" : ", local"),
                since(start));
        cluster.applyManifests(repository.manifests());
        return cluster;
    }

    private static LocalControlPlane localControlPlane() {
        return LocalControlPlane.start(ControlPlaneBinaries.find(System.getenv()), ControlPlaneOptions.defaults());
    }

    private Program operator(Cluster cluster, Path logs) {
        long start = System.nanoTime();
        var settings = Map.of(
                "KUBECONFIG", cluster.kubeconfig().toString(),
                "APITOKEN_NAMESPACE", OPERATOR_NAMESPACE,
                "APITOKEN_MANAGEMENT_PORT", Integer.toString(FreePort.next()));
        createNamespace(cluster);
        Program operator = Program.start(repository.program("operator"), settings, logs.resolve("operator.log"))
                .awaitReady();
        terminal.took("operator ready", since(start));
        return operator;
    }

    private static void createNamespace(Cluster cluster) {
        var namespace = new io.fabric8.kubernetes.api.model.NamespaceBuilder()
                .withNewMetadata()
                .withName(OPERATOR_NAMESPACE)
                .endMetadata()
                .build();
        cluster.client().resource(namespace).fieldManager("quickstart").serverSideApply();
    }

    private Gate gate(Cluster cluster, String policy, String account, SampleApi api, Path logs) {
        long start = System.nanoTime();
        Path log = logs.resolve("validator-" + policy + ".log");
        var place = new Gate.Place("shop", policy, account, api.address());
        Gate gate = Gate.start(cluster, place, log, Map.of());
        terminal.took("validator for policy shop/" + policy + " ready at " + gate.address(), since(start));
        return gate;
    }

    private void summarise() {
        terminal.chapter("Result");
        int missed = expectations.missed();
        terminal.say(expectations.met() + " answers as expected, " + missed + " not");
    }

    private void stayUp(Cluster cluster, Gate gate) throws InterruptedException {
        terminal.say("");
        terminal.say("Everything stays up until Ctrl-C. In another terminal:");
        terminal.say("  export KUBECONFIG=" + cluster.kubeconfig());
        terminal.say("  kubectl -n shop get apitokens");
        terminal.say("  TOKEN=$(kubectl -n shop get secret ci -o jsonpath='{.data.token}' | base64 -d)");
        terminal.say("  curl -i -H \"Authorization: Bearer $TOKEN\" " + gate.address() + "/orders");
        var interrupted = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(interrupted::countDown, "quickstart-stop"));
        interrupted.await();
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
