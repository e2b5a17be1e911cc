package dev.apitoken.validator.index;

import static dev.apitoken.validator.index.FaultyApiServer.shown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.MovableClock;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.ShardLayout;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process that was stopped finds old bytes in its sockets. They are no news, however new they look to it (G8). */
class PausedProcessTest {
    private static final String HEAD = AccessSecret.headName(Documents.POLICY);

    private final MovableClock clock = MovableClock.at(Instant.parse("2026-11-22T12:00:00Z"));
    private final CurrentAccess access = new CurrentAccess(clock);
    private final FaultyApiServer server = new FaultyApiServer();
    private int steps;

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anEventThatWaitedInTheSocketIsAsOldAsItsWatch() throws Exception {
        server.store(HEAD, secret(100));
        server.nextWatch(shown("MODIFIED", secret(101)));

        // Stopped for twenty minutes when the watch is open and before its first event is read.
        round(3, Duration.ofMinutes(20));

        assertThat(access.revision()).isEqualTo(101);
        assertThat(access.staleness(clock.instant())).isEqualTo(Duration.ofMinutes(20));
        assertThat(access.at(clock.instant())).isInstanceOf(AccessState.Stale.class);
    }

    @Test
    void theNextQuestionMakesItFreshAgain() throws Exception {
        server.store(HEAD, secret(100));
        server.nextWatch(shown("MODIFIED", secret(101)));
        round(3, Duration.ofMinutes(20));
        server.store(HEAD, secret(101));

        round(Integer.MAX_VALUE, Duration.ZERO);

        assertThat(access.at(clock.instant())).isInstanceOf(AccessState.Usable.class);
    }

    private void round(int step, Duration pause) throws Exception {
        steps = 0;
        var head = new WatchedHead(
                HEAD,
                new RevisionReader(Documents.NAMESPACE, Documents.POLICY, access),
                new SourceTrouble("test", access),
                new RetryPause(new Random(1)),
                System::nanoTime);
        var round = new WatchRound(HEAD, head, clock, () -> {
            if (++steps == step) {
                clock.advance(pause);
            }
        });
        try (ApiSession api = ApiSession.open(config(), Documents.NAMESPACE)) {
            round.make(api);
        }
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
}
