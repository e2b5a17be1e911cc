package dev.apitoken.acceptance.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.acceptance.proxies.RawClient.Answer;
import dev.apitoken.acceptance.proxies.Row.Expected;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same table, as far as HTTP/2 has words for it: most clients of a proxy speak it. A proxy may refuse what it
 * passed on before, and say so in another way; nothing gets in that did not, nor as somebody else.
 */
class ExternalAuthorizationOverHttp2E2E {
    static List<Proxy> proxies() {
        return Proxy.wanted();
    }

    @ParameterizedTest
    @MethodSource("proxies")
    void what_is_refused_over_one_protocol_is_refused_over_the_other(Proxy proxy) throws Exception {
        try (var api = new ProtectedApi(proxy, ExternalAuthorizationOverHttp2E2E::speakingHttp2).publish();
                var client = api.http2Client()) {
            var check = new ArrivalCheck(api.shop, proxy);
            var softly = new SoftAssertions();
            int letIn = 0;
            for (Row row : Row.all().filter(Row::speaksHttp2).toList()) {
                Answer answer =
                        client.send(row.address(), row.method(), row.target(), row.fields(api.shop), row.body());
                List<Arrived> arrived = api.arrived();
                letIn += arrived.size();
                softly.check(() -> {
                    assertThat(arrived).as(row + ": " + answer.status()).hasSize(answer.status() == 200 ? 1 : 0);
                    switch (row.expected(proxy)) {
                        case Expected.Refused(int status) ->
                            assertThat(answer.status())
                                    .as("%s, arrived: %s", row, arrived)
                                    .isNotEqualTo(200);
                        case Expected.LetIn(Optional<String> user, String target) -> {
                            assertThat(answer.status()).as(row.toString()).isEqualTo(200);
                            assertThat(arrived.getFirst().target()).isEqualTo(target);
                            check.check(arrived.getFirst(), user);
                        }
                    }
                });
            }
            softly.assertAll();
            assertThat(letIn).isGreaterThan(20);
        }
    }

    /** Those that do not by themselves without TLS. */
    private static String speakingHttp2(String configuration) {
        return configuration
                .replace("    auth_request /_gate;", "    http2 on;\n    auth_request /_gate;")
                .replace("\tpersist_config off", "\tpersist_config off\n\tservers {\n\t\tprotocols h1 h2c\n\t}");
    }
}
