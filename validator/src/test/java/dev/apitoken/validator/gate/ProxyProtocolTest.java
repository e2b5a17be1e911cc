package dev.apitoken.validator.gate;

import static dev.apitoken.testkit.Eventually.eventually;
import static dev.apitoken.validator.gate.TestGate.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.access.SourceFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A balancer that passes on connections tells whose they are; whoever is not that balancer cannot. */
class ProxyProtocolTest {
    private static final Policies BALANCED = Policies.DEFAULT.toldByProxies("127.0.0.0/8");
    private static final String FROM_OFFICE = "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n";
    private static final String FROM_ELSEWHERE = "PROXY TCP4 203.0.113.9 198.51.100.1 4711 443\r\n";

    private TinyUpstream upstream;
    private TestGate gate;
    private String office;

    @BeforeEach
    void start() throws IOException {
        upstream = new TinyUpstream();
        gate = TestGate.before(upstream).enforce(BALANCED);
        office = gate.token("ci", TestGate.EXPIRES, Optional.of(SourceFilter.parse(List.of("192.0.2.0/24"))));
    }

    @AfterEach
    void stop() throws IOException {
        gate.close();
        upstream.close();
    }

    private double refused(Refusal refusal) {
        return gate.metrics
                .get("apitoken.gate.refusals")
                .tag("reason", refusal.name())
                .counter()
                .count();
    }

    @Test
    void the_address_it_tells_is_the_clients() throws IOException {
        try (Wire wire = gate.connect()) {
            assertThat(wire.send(FROM_OFFICE + get("/a", office)).answer().status())
                    .isEqualTo(200);
            assertThat(upstream.lastRequest().value("X-Forwarded-For")).isEqualTo("192.0.2.7");
            assertThat(upstream.lastRequest().value("X-ApiToken-Client-Ip")).isEqualTo("192.0.2.7");

            assertThat(wire.send(get("/b", office)).answer().status()).isEqualTo(200);
            assertThat(upstream.lastRequest().value("X-ApiToken-Client-Ip")).isEqualTo("192.0.2.7");
        }
        assertThat(gate.ask(FROM_ELSEWHERE + get("/a", office)).status()).isEqualTo(401);
    }

    @Test
    void version_2_tells_the_same() throws IOException {
        byte[] header = ProxyBytes.v2(0x21, 0x11, ProxyBytes.ipv4(192, 0, 2, 7));
        try (Wire wire = gate.connect()) {
            assertThat(wire.send(header).send(get("/a", office)).answer().status())
                    .isEqualTo(200);
        }
        assertThat(upstream.lastRequest().value("X-ApiToken-Client-Ip")).isEqualTo("192.0.2.7");
    }

    @Test
    void it_may_come_byte_by_byte() throws IOException {
        try (Wire wire = gate.connect()) {
            for (char c : FROM_OFFICE.toCharArray()) {
                wire.send(String.valueOf(c));
            }
            assertThat(wire.send(get("/a", office)).answer().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PROXY TCP4 192.0.2.7 198.51.100.1 4711\r\n",
                "PROXY TCP4 192.0.2.7, 198.51.100.1 4711 443\r\n",
                "\r\n\r\n\0\r\nQUIT\n\u0031\u0011\0\0"
            })
    void without_a_sound_one_the_connection_ends_and_nothing_on_it_is_read(String header) throws IOException {
        String open = gate.token("open");

        try (Wire wire = gate.connect()) {
            assertThat(wire.send(header + get("/a", open)).isEnded()).isTrue();
        }
        assertThat(upstream.requests()).isEmpty();
        assertThat(refused(Refusal.ProxyHeaderRequired)).isEqualTo(1);
    }

    @Test
    void half_a_header_ends_with_the_deadline_of_a_first_request() throws IOException {
        var quick = new GateTimeouts(
                Duration.ofMillis(600),
                TestGate.quick().idle(),
                TestGate.quick().request(),
                TestGate.quick().connect(),
                TestGate.quick().upstream(),
                TestGate.quick().upstreamIdle(),
                TestGate.quick().streamIdle(),
                Duration.ZERO,
                Duration.ZERO);
        try (TestGate impatient = TestGate.before(upstream, quick).enforce(BALANCED);
                Wire wire = impatient.connect()) {
            assertThat(wire.send("PROXY TCP4 192.0.2.7").isEnded()).isTrue();
            eventually(() -> assertThat(impatient
                            .metrics
                            .get("apitoken.gate.connections")
                            .gauge()
                            .value())
                    .isZero());
        }
    }

    @Test
    void a_stranger_cannot_tell_anything() throws IOException {
        gate.enforce(Policies.DEFAULT.toldByProxies("10.0.0.0/8"));

        assertThat(gate.ask(FROM_OFFICE + get("/a", office)).status()).isEqualTo(400);
        assertThat(gate.ask(get("/a", office)).status()).isEqualTo(401);
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void it_is_read_only_where_the_policy_asks_for_it() throws IOException {
        gate.enforce(Policies.DEFAULT.trusting("127.0.0.0/8"));

        assertThat(gate.ask(FROM_OFFICE + get("/a", office)).status()).isEqualTo(400);
        assertThat(upstream.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY UNKNOWN\r\n", "PROXY UNKNOWN 192.0.2.7 198.51.100.1 4711 443\r\n"})
    void a_client_that_the_proxy_does_not_know_has_no_address_and_not_the_proxys(String header) throws IOException {
        String near = gate.token("near", TestGate.EXPIRES, Optional.of(SourceFilter.parse(List.of("127.0.0.0/8"))));
        String anywhere = gate.token("anywhere");

        assertThat(gate.ask(header + get("/a", near)).status()).isEqualTo(401);
        assertThat(gate.ask(header + get("/a", office)).status()).isEqualTo(401);
        assertThat(gate.ask(header + get("/a", anywhere)).status()).isEqualTo(200);
        assertThat(upstream.lastRequest().values("X-ApiToken-Client-Ip")).isEmpty();
    }

    @Test
    void a_proxy_may_ask_for_itself() throws IOException {
        String near = gate.token("near", TestGate.EXPIRES, Optional.of(SourceFilter.parse(List.of("127.0.0.0/8"))));
        try (Wire wire = gate.connect()) {
            wire.send(ProxyBytes.v2(0x20, 0, new byte[0]));
            assertThat(wire.send(get("/a", near)).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void a_client_within_the_trusted_ranges_is_no_proxy_whose_headers_are_believed() throws IOException {
        String token = gate.token("near");

        gate.ask("PROXY TCP4 127.0.0.9 127.0.0.1 4711 443\r\n"
                + get(
                        "/a",
                        token,
                        "X-Forwarded-For: 192.0.2.7",
                        "X-Forwarded-Host: evil.example",
                        "X-Forwarded-Proto: https"));

        assertThat(upstream.lastRequest().value("X-Forwarded-For")).isEqualTo("127.0.0.9");
        assertThat(upstream.lastRequest().value("X-Forwarded-Host")).isEqualTo("shop.example");
        assertThat(upstream.lastRequest().value("X-Forwarded-Proto")).isEqualTo("http");
    }

    @Test
    void a_connection_from_before_the_policy_asked_has_told_nothing() throws IOException {
        gate.enforce(Policies.DEFAULT);
        String near = gate.token("near", TestGate.EXPIRES, Optional.of(SourceFilter.parse(List.of("127.0.0.0/8"))));
        try (Wire wire = gate.connect()) {
            assertThat(wire.send(get("/a", near)).answer().status()).isEqualTo(200);
            gate.enforce(BALANCED);

            assertThat(wire.send(get("/b", near)).answer().status()).isEqualTo(400);
            assertThat(wire.isEnded()).isTrue();
        }
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void what_was_told_counts_only_while_the_policy_asks_for_it() throws IOException {
        try (Wire wire = gate.connect()) {
            assertThat(wire.send(FROM_OFFICE + get("/a", office)).answer().status())
                    .isEqualTo(200);
            gate.enforce(Policies.DEFAULT);

            assertThat(wire.send(get("/a", office)).answer().status()).isEqualTo(401);
        }
    }

    @Test
    void callers_of_the_external_endpoint_are_known_by_what_is_told() throws IOException {
        String question = "GET /apitoken/auth HTTP/1.1\r\nHost: gate\r\nX-Original-Method: GET\r\n"
                + "X-Original-URI: /a\r\nX-Real-IP: 192.0.2.7\r\nAuthorization: Bearer " + office + "\r\n\r\n";

        assertThat(gate.ask("PROXY TCP4 127.0.0.9 127.0.0.1 4711 443\r\n" + question)
                        .status())
                .isEqualTo(200);
        assertThat(gate.ask(FROM_OFFICE + question).status()).isEqualTo(403);
    }
}
