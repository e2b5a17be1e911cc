package dev.apitoken.testkit.fault;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import dev.apitoken.testkit.fault.Fault.Moment;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RealCluster
class FaultProxyIT {
    private final Cluster cluster;
    private String namespace = "";
    private FaultProxy proxy;
    private KubernetesClient client;

    FaultProxyIT(Cluster cluster) {
        this.cluster = cluster;
        this.proxy = FaultProxy.before(cluster.client().getConfiguration());
        this.client = impatient();
    }

    @BeforeEach
    void makeNamespace() {
        namespace = cluster.newNamespace("faults");
    }

    @AfterEach
    void close() {
        client.close();
        proxy.close();
    }

    @Test
    void withoutFaultsEverythingPassesAndIsRecorded() {
        create("one");
        var changed = client.configMaps().inNamespace(namespace).withName("one").edit(map -> with(map, "a", "b"));
        client.resource(changed).delete();

        assertThat(proxy.log().all())
                .map(Recorded::toString)
                .containsExactly(
                        "create configmaps " + namespace + "/one: 201",
                        "get configmaps " + namespace + "/one: 200",
                        "patch configmaps " + namespace + "/one: 200",
                        "delete configmaps " + namespace + "/one: 200");
        assertThat(proxy.log().committed(Call::isWrite)).hasSize(3);
    }

    @Test
    void aCutBeforeACallKeepsItFromTheApiServer() {
        proxy.faults(call -> call.isWrite() ? new Fault.Cut(Moment.BEFORE) : Fault.NONE);

        assertThatThrownBy(() -> create("one")).isInstanceOf(KubernetesClientException.class);

        assertThat(there("one")).isFalse();
        assertThat(proxy.log().all()).allMatch(recorded -> recorded.status() == 0);
    }

    @Test
    void aCutAfterTheCommitLeavesTheClientInDoubt() {
        proxy.faults(call -> new Fault.Cut(Moment.AFTER_COMMIT));

        assertThatThrownBy(() -> create("one")).isInstanceOf(KubernetesClientException.class);

        assertThat(there("one")).isTrue();
        assertThat(proxy.log().committed(Call::isWrite)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 500, 503})
    void anotherAnswerIsGivenInsteadAndNothingHappened(int status) {
        proxy.faults(call -> new Fault.Instead(status, "Injected", Optional.of(Duration.ofSeconds(1)), false));

        assertThatThrownBy(() -> create("one"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(status));

        assertThat(there("one")).isFalse();
    }

    @Test
    void aTimeoutAfterTheCommitIsALie() {
        proxy.faults(call -> Fault.timeoutAfterCommit());

        assertThatThrownBy(() -> create("one"))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(504));

        assertThat(there("one")).isTrue();
    }

    @Test
    void halfAnAnswerAndSilenceAreNoAnswers() {
        create("one");
        proxy.faults(call -> new Fault.HalfAnAnswer());
        assertThatThrownBy(() -> get("one")).isInstanceOf(KubernetesClientException.class);

        proxy.faults(call -> new Fault.Silence(false));
        assertThatThrownBy(() -> get("one")).isInstanceOf(KubernetesClientException.class);

        proxy.faults(call -> new Fault.Drip(5, Duration.ofMillis(20)));
        assertThat(get("one")).isNotNull();
    }

    @Test
    void watchesAreCutAndGoneAndToldTwice() {
        var seen = new CopyOnWriteArrayList<String>();
        var ends = new CopyOnWriteArrayList<WatcherException>();
        proxy.watchFaults(call -> new WatchFault.EachTwice());
        try (var watch = watch(seen, ends)) {
            create("one");
            eventually(() -> assertThat(seen).containsExactly("ADDED one", "ADDED one"));

            proxy.watchFaults(call -> new WatchFault.CutEvery(1));
            create("two");
            create("three");
            eventually(() -> assertThat(seen).contains("ADDED two", "ADDED three"));

            proxy.watchFaults(call -> new WatchFault.GoneEvery(1));
            create("four");
            eventually(() -> assertThat(ends).singleElement().matches(WatcherException::isHttpGone));
        }
    }

    @Test
    void aSilentWatchStaysOpenAndTellsNothing() {
        var seen = new CopyOnWriteArrayList<String>();
        var ends = new CopyOnWriteArrayList<WatcherException>();
        try (var watch = watch(seen, ends)) {
            create("one");
            eventually(() -> assertThat(seen).hasSize(1));
            proxy.silence(call -> call.verb() == Verb.watch);
            create("two");
            var later = new CopyOnWriteArrayList<String>();
            try (var another = watch(later, ends)) {
                eventually(() -> assertThat(later).hasSize(2));
            }
            assertThat(seen).hasSize(1);
            assertThat(ends).isEmpty();
        }
    }

    @Test
    void aLaggingApiServerShowsThePastAndTakesWritesOnlyIntoThePresent() {
        create("one");
        var old = Objects.requireNonNull(get("one"));
        proxy.lagBehind();
        cluster.client().resource(with(old, "a", "new")).update();
        cluster.client().resource(map("two")).create();

        assertThat(get("one")).isEqualTo(old);
        assertThat(get("two")).isNull();
        assertThat(client.configMaps()
                        .inNamespace(namespace)
                        .withField("metadata.name", "one")
                        .list()
                        .getItems())
                .singleElement()
                .extracting(map -> map.getMetadata().getResourceVersion())
                .isEqualTo(old.getMetadata().getResourceVersion());
        assertThatThrownBy(() -> client.resource(with(old, "a", "old")).update())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(409));

        proxy.catchUp();
        assertThat(get("two")).isNotNull();
    }

    @Test
    void whoIsCutOffReachesNothing() {
        create("one");
        proxy.cutOff();
        assertThatThrownBy(() -> get("one")).isInstanceOf(KubernetesClientException.class);
        proxy.reconnect();
        assertThat(get("one")).isNotNull();
    }

    private KubernetesClient impatient() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(proxy.config())
                        .withRequestRetryBackoffLimit(0)
                        .withRequestTimeout(1_000)
                        .withWatchReconnectInterval(10)
                        .build())
                .build();
    }

    private Watch watch(List<String> seen, List<WatcherException> ends) {
        return client.configMaps().inNamespace(namespace).withLabel("fault").watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap map) {
                seen.add(action + " " + map.getMetadata().getName());
            }

            @Override
            public void onClose(WatcherException cause) {
                ends.add(cause);
            }
        });
    }

    private void create(String name) {
        client.resource(map(name)).create();
    }

    private ConfigMap map(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels("fault", "yes")
                .endMetadata()
                .build();
    }

    private static ConfigMap with(ConfigMap map, String key, String value) {
        return new ConfigMapBuilder(map).addToData(key, value).build();
    }

    private @Nullable ConfigMap get(String name) {
        return client.configMaps().inNamespace(namespace).withName(name).get();
    }

    private boolean there(String name) {
        return cluster.client()
                        .configMaps()
                        .inNamespace(namespace)
                        .withName(name)
                        .get()
                != null;
    }
}
