package dev.apitoken.acceptance.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** While the gate cannot judge, nobody gets in, whatever the proxy makes of it (I4, I7). */
class LostGateE2E {
    private static final String OPEN = "GET /status HTTP/1.1\r\nHost: shop.example\r\n\r\n";

    static List<Proxy> proxies() {
        return Proxy.wanted();
    }

    @ParameterizedTest
    @MethodSource("proxies")
    void a_gate_that_knows_nothing_or_does_not_answer_or_is_gone_lets_nobody_in(Proxy proxy) throws Exception {
        try (var api = new ProtectedApi(proxy, LostGateE2E::lessPatient)) {
            for (String request : List.of(known(api), OPEN)) {
                assertThat(api.send("127.0.0.1", request).status()).isEqualTo(proxy.passedOn(503));
            }
            assertThat(api.arrived()).isEmpty();

            api.publish();
            assertThat(api.send("127.0.0.1", known(api)).status()).isEqualTo(200);
            assertThat(api.arrived()).hasSize(1);

            // Traefik's 30 s are nobody's to change.
            if (proxy != Proxy.TRAEFIK) {
                api.freezeGate();
                assertThat(api.send("127.0.0.1", known(api)).status()).isEqualTo(proxy == Proxy.CADDY ? 504 : 503);
                assertThat(api.arrived()).isEmpty();
            }

            api.killGate();
            for (String request : List.of(known(api), OPEN)) {
                assertThat(api.send("127.0.0.1", request).status()).isEqualTo(proxy.whileTheGateIsGone());
            }
            assertThat(api.arrived()).isEmpty();
        }
    }

    private static String lessPatient(String configuration) {
        return configuration
                .replaceAll("(timeout:?) 5s", "$1 1s")
                .replace("local milliseconds = 2000", "local milliseconds = 300");
    }

    private static String known(ProtectedApi api) {
        return "GET /orders/7 HTTP/1.1\r\nHost: shop.example\r\nX-API-KEY: " + api.shop.token("reader") + "\r\n\r\n";
    }

    static List<Proxy> proxiesWithAScript() {
        return Proxy.wanted().stream().filter(proxy -> proxy == Proxy.HAPROXY).toList();
    }

    /** HAProxy goes on with the request behind a script that fails; the rule after it does not. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("proxiesWithAScript")
    void a_script_that_fails_lets_nobody_in(Proxy proxy) throws Exception {
        String question = "local answer = ";
        try (var api =
                new ProtectedApi(proxy, text -> text.replace(question, "error('broken')\n" + question)).publish()) {
            assertThat(api.send("127.0.0.1", known(api)).status()).isEqualTo(503);
            assertThat(api.arrived()).isEmpty();
        }
    }
}
