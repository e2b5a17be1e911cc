package dev.apitoken.validator.index;

import static dev.apitoken.testkit.Eventually.eventually;
import static dev.apitoken.validator.index.FaultyApiServer.bookmark;
import static dev.apitoken.validator.index.FaultyApiServer.error;
import static dev.apitoken.validator.index.FaultyApiServer.shown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.ShardLayout;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers a real API server gives rarely, and whatever happens: revisions only rise and the newest comes into force. */
class SecretWatchFaultsTest {
    private static final String HEAD = AccessSecret.headName(Documents.POLICY);

    private final InstantSource clock = ProcessClock.system();
    private final CurrentAccess access = new CurrentAccess(clock);
    private final ConcurrentLinkedQueue<Long> applied = new ConcurrentLinkedQueue<>();
    private final FaultyApiServer server = new FaultyApiServer();
    private final SecretWatch watch =
            new SecretWatch(this::config, Documents.NAMESPACE, Documents.POLICY, access, clock);

    @BeforeEach
    void follow() {
        access.onApplied(revision -> applied.add(revision.revision()));
        server.store(HEAD, secret(100));
    }

    @AfterEach
    void close() {
        watch.close();
        server.close();
        assertThat(new ArrayList<>(applied)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aChangeTheWatchNeverShowedIsFoundByTheNextQuestion() {
        watch.start();
        inForce(100);

        server.store(HEAD, secret(101));

        inForce(101);
    }

    @Test
    void eventsShownTwiceAndLateChangeNothing() {
        server.nextWatch(
                shown("ADDED", secret(100)),
                shown("MODIFIED", secret(102)),
                shown("MODIFIED", secret(101)),
                shown("MODIFIED", secret(102)),
                shown("MODIFIED", secret(103)));
        server.nextWatch();
        watch.start();

        inForce(103);
        assertThat(applied).containsExactly(100L, 102L, 103L);
    }

    @Test
    void aVersionTooOldToGoOnFromIsNoFailure() {
        server.nextWatch(bookmark("100"));
        server.nextWatch(error(410));
        server.nextWatch(shown("ADDED", secret(100)), shown("MODIFIED", secret(101)));
        watch.start();

        inForce(101);
        assertThat(server.watchedFrom).startsWith(Optional.empty(), Optional.of("100"), Optional.empty());
        assertThat(access.metrics(clock.instant()).failures().values()).containsOnly(0L);
    }

    @Test
    void aLineCutShortIsUnreadableAndTheNextRoundGoesOn() {
        server.nextWatch(shown("MODIFIED", secret(101)).substring(0, 60));
        server.nextWatch(shown("MODIFIED", secret(102)));
        watch.start();

        inForce(102);
        assertThat(failures(SourceFailure.Unreadable)).isOne();
    }

    @Test
    void refusalsOfEveryKindAreRetried() {
        server.nextStatuses(429, 500, 503, 504, 401, 403);
        watch.start();

        inForce(100);
        assertThat(failures(SourceFailure.Refused)).isEqualTo(6);
    }

    @Test
    void anErrorInsideAWatchIsRetried() {
        server.nextWatch(error(500));
        server.nextWatch(shown("MODIFIED", secret(101)));
        watch.start();

        inForce(101);
        assertThat(failures(SourceFailure.Refused)).isOne();
    }

    @Test
    void aDeletionIsNotTheEndOfTheState() {
        server.nextWatch(shown("DELETED", secret(100)), shown("ADDED", secret(101)));
        watch.start();

        inForce(101);
        assertThat(failures(SourceFailure.Missing)).isOne();
    }

    @Test
    void aServerThatIsGoneForGoodLeavesTheThreadAliveAndEndsWithClose() {
        watch.start();
        inForce(100);

        server.close();

        eventually(() -> assertThat(failures(SourceFailure.Unreachable)).isGreaterThan(3));
        assertThat(watch.alive(clock.instant())).isTrue();
        watch.close();
        eventually(() -> assertThat(watch.alive(clock.instant())).isFalse());
    }

    private static SeenSecret secret(long revision) {
        return new SeenSecret(
                String.valueOf(revision),
                AccessSecret.write(Documents.revision(revision), ShardLayout.SINGLE)
                        .getLast()
                        .content());
    }

    private Config config() {
        return new ConfigBuilder(Config.empty()).withMasterUrl(server.address()).build();
    }

    private void inForce(long revision) {
        eventually(() -> assertThat(access.revision()).isEqualTo(revision));
    }

    private long failures(SourceFailure kind) {
        return access.metrics(clock.instant()).failures().getOrDefault(kind, 0L);
    }
}
