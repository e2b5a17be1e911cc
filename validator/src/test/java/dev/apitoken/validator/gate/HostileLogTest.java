package dev.apitoken.validator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.apitoken.program.JsonLineEncoder;
import dev.apitoken.token.access.SourceFilter;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Ten thousand requests made to spoil a log, at the level that says most: a line for each that was decided, and in
 * lines, answers and metrics nothing of any token (N1, N3, N4).
 */
class HostileLogTest {
    private static final int REQUESTS = 10_000;

    /** As many as are logged in one second. */
    private static final int AT_ONCE = 20;

    private static final List<String> PIECES = List.of(
            "${jndi:ldap://192.0.2.1/a}",
            "${${lower:j}ndi:x}",
            "%1b[2J",
            "%0d%0a{\"level\":\"ERROR\"}",
            "\"}",
            "\\",
            "%c3%a9",
            "%e2%80%ae",
            "#",
            ";",
            "..",
            "<script>",
            "'; drop",
            "%s%n",
            "{}",
            "?a=b",
            "a");

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.apitoken");
    private final Optional<Level> level = Optional.ofNullable(logger.getLevel());
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final JsonLineEncoder encoder = new JsonLineEncoder();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLoggerName().endsWith(".decisions")) {
                lines.add(new String(encoder.encode(event), StandardCharsets.UTF_8));
            }
        }
    };
    private final Random random = new Random(3);
    private TinyUpstream upstream;
    private TestGate gate;

    @BeforeEach
    void start() throws IOException {
        upstream = new TinyUpstream();
        gate = TestGate.before(upstream);
        appender.start();
        logger.setLevel(Level.TRACE);
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
    void each_is_one_line_without_anything_to_interpret_and_without_any_token() throws IOException {
        List<String> tokens = List.of(
                gate.token("ci"),
                gate.token("away", TestGate.EXPIRES, Optional.of(SourceFilter.parse(List.of("10.0.0.0/8")))),
                gate.sign("unlisted").reveal());
        var answers = new StringBuilder();
        for (int sent = 0; sent < REQUESTS; sent += AT_ONCE) {
            answers.append(ask(tokens));
            gate.clock.advance(Duration.ofSeconds(1));
        }

        assertThat(lines)
                .hasSize(REQUESTS)
                .allSatisfy(
                        line -> assertThat(line).matches("[\\x20-\\x7e]+\\n").doesNotContain("${"));
        assertThat(decisions()).isEqualTo(REQUESTS);
        String written = String.join("", lines) + answers + gate.metrics.getMetersAsString();
        assertThat(written).contains("UnknownToken", "SourceDenied", "BadPath", "AmbiguousCredential", "allowed");
        assertThat(tokens.stream().flatMap(HostileLogTest::spellings)).noneMatch(written::contains);
    }

    private String ask(List<String> tokens) throws IOException {
        var answers = new StringBuilder();
        try (Wire wire = gate.connect()) {
            for (int i = 0; i < AT_ONCE; i++) {
                HttpText answer = wire.send(request(tokens)).answer();
                answers.append(answer.head()).append(answer.text());
            }
        }
        return answers.toString();
    }

    /** A sound head, so that it is decided; all that is in it is not. */
    private String request(List<String> tokens) {
        String token = tokens.get(random.nextInt(tokens.size()));
        var target = new StringBuilder("/");
        for (int n = random.nextInt(4); n > 0; n--) {
            target.append(random.nextInt(8) == 0 ? token : piece().replace(" ", ""))
                    .append(random.nextBoolean() ? "/" : "");
        }
        String field = List.of(
                        "X-API-KEY: ", "Authorization: Bearer ", "Authorization: ", "Cookie: X-API-KEY=", "Cookie: ")
                .get(random.nextInt(5));
        String value = random.nextInt(3) == 0 ? token + piece() : random.nextInt(3) == 0 ? piece() : token;
        return "GET " + target + " HTTP/1.1\r\nHost: shop.example\r\n" + field + value + "\r\nUser-Agent: " + piece()
                + token + "\r\nX-Forwarded-For: " + piece() + "\r\nReferer: http://a/?" + token + "\r\n"
                + (random.nextInt(9) == 0 ? "X-API-KEY: " + token + "\r\n" : "") + "\r\n";
    }

    private String piece() {
        return PIECES.get(random.nextInt(PIECES.size()));
    }

    private double decisions() {
        return gate.metrics.find("apitoken.decisions").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** The signature is what nobody may see, whole or from its middle; the parts before it are no secret. */
    private static Stream<String> spellings(String token) {
        String secret = token.substring(token.lastIndexOf('.') + 1).substring(6, 36);
        byte[] bytes = secret.getBytes(StandardCharsets.US_ASCII);
        var spellings = new ArrayList<String>();
        spellings.add(secret);
        spellings.add(HexFormat.of().formatHex(bytes));
        spellings.add(HexFormat.of().withUpperCase().formatHex(bytes));
        spellings.add(Base64.getEncoder().withoutPadding().encodeToString(bytes).substring(4, 30));
        spellings.add(HexFormat.of().formatHex(Base64.getUrlDecoder().decode(secret.substring(2, 30))));
        return spellings.stream();
    }
}
