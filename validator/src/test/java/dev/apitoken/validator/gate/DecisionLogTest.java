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
                        entry("reason", "SourceDenied"),
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
