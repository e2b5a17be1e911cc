package dev.apitoken.validator.gate;

import static dev.apitoken.testkit.Eventually.eventually;
import static dev.apitoken.validator.gate.TestGate.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.apitoken.token.access.SourceFilter;
import dev.apitoken.validator.index.AccessState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What somebody needs who asks at three in the morning why a client is refused (N2). */
class DecisionLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.apitoken.validator.decisions");
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    };
    private final Optional<Level> level = Optional.ofNullable(logger.getLevel());
    private TinyUpstream upstream;
    private TestGate gate;

    @BeforeEach
    void start() throws IOException {
        upstream = new TinyUpstream();
        gate = TestGate.before(upstream);
        appender.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
    }

    @AfterEach
    void stop() throws IOException {
        logger.detachAppender(appender);
        logger.setLevel(level.orElse(null));
        gate.close();
        upstream.close();
    }

    @Test
    void aDenialNamesPolicyAddressesTokenAndThePlaceOfTheCredential() throws IOException {
        gate.enforce(Policies.DEFAULT.trusting("127.0.0.0/8"));
        String token = gate.token("ci", TestGate.EXPIRES, Optional.of(SourceFilter.parse(List.of("10.0.0.0/8"))));

        gate.ask("GET /a HTTP/1.1\r\nHost: shop.example\r\nX-Forwarded-For: 192.0.2.7\r\nX-API-KEY: " + token
                + "\r\nCookie: X-API-KEY=" + token + "\r\n\r\n");

        assertThat(line())
                .contains(
                        entry("decision", "denied"),
                        entry("reason", "SourceDenied"),
                        entry("entry", "Proxy"),
                        entry("user", "ci"),
                        entry("namespace", "shop"),
                        entry("keyId", TestGate.keyId()),
                        entry("policy", "shop/orders"),
                        entry("peer", "127.0.0.1"),
                        entry("client", "192.0.2.7"),
                        entry("place", "ApiKeyHeader,ApiKeyCookie"),
                        entry("method", "GET"),
                        entry("path", "/a"))
                .containsKey("tokenId");
        assertThat(events)
                .noneMatch(event -> event.toString().contains(token)
                        || event.getKeyValuePairs().toString().contains(token));
    }

    @Test
    void anAmbiguousOrMissingCredentialHasItsPlacesToo() throws IOException {
        gate.ask(get("/a", "one", "X-Auth-Token: a", "X-Auth-Token: b"));
        gate.ask(get("/a", "", "X-API-KEY: a, b"));
        gate.ask(get("/a", ""));
        gate.ask(get("/a", "", "Authorization: Basic eDp5"));

        eventually(() -> assertThat(lines().stream().map(line -> line.get("place")))
                .containsExactly("AuthorizationBearer,AuthTokenHeader", "ApiKeyHeader", "none", "none"));
    }

    @Test
    void whatOnlyAPolicyMakesKnownIsLeftOutWhileThereIsNone() throws IOException {
        gate.setState(new AccessState.Unknown());

        gate.ask(get("/a", "one"));

        assertThat(line()).contains(entry("reason", "NotReady")).doesNotContainKeys("policy", "client", "place");
    }

    /** The end of a token is judged before its signature, so which key made it may not be known. */
    @Test
    void aListedTokenIsNamedWhateverItIsDeniedFor() throws IOException {
        String ended = gate.token("ci", TestGate.NOW, Optional.empty());

        gate.ask(get("/a", ended));

        assertThat(line())
                .contains(entry("reason", "ExpiredToken"), entry("user", "ci"))
                .containsKey("tokenId")
                .doesNotContainKey("keyId");
    }

    @Test
    void ofATokenThatIsNotListedNothingIsSaid() throws IOException {
        gate.ask(get("/a", gate.sign("ci").reveal()));

        assertThat(line())
                .contains(entry("reason", "UnknownToken"))
                .doesNotContainKeys("tokenId", "user", "namespace", "keyId");
    }

    @Test
    void whatIsAllowedIsSilentUntilAskedFor() throws IOException {
        gate.ask(get("/a", gate.token("ci")));
        gate.ask(get("/a", ""));

        assertThat(line()).contains(entry("decision", "denied"));
    }

    @Test
    void asManyAllowedRequestsASecondAreLoggedAsAskedForAndTheRestIsCounted() throws IOException {
        try (TestGate logging = TestGate.logging(upstream, new DecisionLogLimits(2, 0))) {
            String token = logging.token("ci");
            for (int i = 0; i < 5; i++) {
                assertThat(logging.ask(get("/a/" + i + "?q=" + token, token)).status())
                        .isEqualTo(200);
            }
            logging.ask(get("/denied", ""));
            logging.clock.advance(Duration.ofSeconds(1));
            logging.ask(get("/later", token));

            eventually(() -> assertThat(lines()).hasSize(3));
            assertThat(lines()).extracting(line -> line.get("path")).containsExactly("/a/0", "/a/1", "/later");
            assertThat(lines()).extracting(line -> line.get("notLogged")).containsExactly("0", "0", "3");
            assertThat(lines().getFirst())
                    .contains(
                            entry("decision", "allowed"),
                            entry("reason", "none"),
                            entry("user", "ci"),
                            entry("keyId", TestGate.keyId()),
                            entry("place", "AuthorizationBearer"));
            assertThat(events.toString() + lines()).doesNotContain(token);
        }
    }

    @Test
    void amongAThousandDenialsTwentyHaveALineAndEachIsCounted() throws IOException {
        try (Wire wire = gate.connect()) {
            for (int i = 0; i < 1000; i++) {
                assertThat(wire.send(get("/a", "no-token-" + i)).answer().status())
                        .isEqualTo(401);
            }
        }
        eventually(() -> assertThat(lines()).hasSize(20));
        assertThat(gate.metrics
                        .get("apitoken.decisions")
                        .tags("entry", "proxy", "reason", "UnknownToken")
                        .counter()
                        .count())
                .isEqualTo(1000);
    }

    private Map<String, String> line() {
        eventually(() -> assertThat(lines()).hasSize(1));
        return lines().getFirst();
    }

    private List<Map<String, String>> lines() {
        return events.stream()
                .map(event -> event.getKeyValuePairs().stream()
                        .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value))))
                .toList();
    }
}
