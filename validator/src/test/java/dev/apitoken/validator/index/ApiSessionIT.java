package dev.apitoken.validator.index;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.RealCluster;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What SecretWatch builds on: how a real API server behaves when one Secret is read and watched by name. */
@RealCluster
class ApiSessionIT {
    private static final Duration SHORT = Duration.ofSeconds(4);

    private final Cluster cluster;
    private ApiSession api;

    ApiSessionIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void open() throws SourceException {
        String namespace = cluster.newNamespace("session");
        AccessStore store = new AccessStore(cluster.client(), namespace);
        store.write(100);
        store.allow("validator", List.of(AccessStore.HEAD));
        api = session(namespace);
        eventually(() -> assertThat(api.version(AccessStore.HEAD)).isPresent());
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void aWatchBeginsWithThePresentStateAndTellsBeforeItsEndWhereToGoOn() throws Exception {
        List<WatchEvent> events = events(Optional.empty());

        assertThat(events.getFirst()).isInstanceOf(WatchEvent.Shown.class);
        assertThat(events.getLast()).isInstanceOf(WatchEvent.Bookmark.class);
    }

    @Test
    void aWatchThatGoesOnDoesNotShowAnUnchangedSecretAgain() throws Exception {
        if (!(events(Optional.empty()).getLast() instanceof WatchEvent.Bookmark(String version))) {
            throw new TestAbortedException("this API server sends no bookmarks");
        }

        assertThat(events(Optional.of(version))).noneMatch(WatchEvent.Shown.class::isInstance);
    }

    @Test
    void afterARestartOfTheApiServerASecretsOwnVersionIsTooOldToGoOnFrom() throws Exception {
        String version = api.version(AccessStore.HEAD).orElseThrow();
        cluster.newNamespace("later");

        cluster.stopApiServer();
        cluster.startApiServer();

        assertThat(events(Optional.of(version))).containsExactly(new WatchEvent.Failed(410));
    }

    @Test
    void theVersionAskedForIsTheOneReadAndShown() throws Exception {
        SeenSecret read = api.read(AccessStore.HEAD).orElseThrow();

        assertThat(api.version(AccessStore.HEAD)).hasValue(read.version());
        assertThat(events(Optional.empty()).getFirst())
                .isInstanceOfSatisfying(
                        WatchEvent.Shown.class,
                        shown -> assertThat(shown.secret().version()).isEqualTo(read.version()));
    }

    @Test
    void aSecretItMayNotReadIsRefused() {
        assertThatThrownBy(() -> api.read("another"))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.failure()).isEqualTo(SourceFailure.Refused));
    }

    /** Why a watch is no proof of contact: going on from a version, the API server answers out of its memory. */
    @Test
    void anApiServerCutOffFromItsStoreGoesOnWatchingButCannotSayWhatIsCurrent() throws Exception {
        String version = api.version(AccessStore.HEAD).orElseThrow();
        ProcessHandle etcd = etcd();
        signal("STOP", etcd);
        try {
            assertThatThrownBy(() -> api.version(AccessStore.HEAD))
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.failure()).isIn(SourceFailure.Unreachable, SourceFailure.Refused));
            assertThat(events(Optional.of(version))).noneMatch(WatchEvent.Failed.class::isInstance);
        } finally {
            signal("CONT", etcd);
        }
        eventually(() -> assertThat(api.version(AccessStore.HEAD)).isPresent());
    }

    private ApiSession session(String namespace) throws SourceException {
        Config config = Config.fromKubeconfig(
                cluster.kubeconfigFor(namespace, "validator").toFile());
        return ApiSession.open(config, namespace);
    }

    /** All that one watch has to say until its end, a refusal included. */
    private List<WatchEvent> events(Optional<String> from) throws Exception {
        List<WatchEvent> events = new ArrayList<>();
        WatchStream stream = api.watch(AccessStore.HEAD, from, SHORT);
        while (true) {
            switch (stream.poll(SHORT.multipliedBy(2)).orElseThrow()) {
                case WatchSignal.Opened() -> {}
                case WatchSignal.Line(String text) -> events.add(SecretJson.event(text));
                case WatchSignal.Refused(int status) -> {
                    events.add(new WatchEvent.Failed(status));
                    return events;
                }
                case WatchSignal.Ended() -> {
                    return events;
                }
                case WatchSignal.Broken(Throwable cause) -> throw new AssertionError(cause);
            }
        }
    }

    private static ProcessHandle etcd() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/etcd"))
                .findFirst()
                .orElseThrow(() -> new TestAbortedException("needs the store of a local control plane"));
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }
}
