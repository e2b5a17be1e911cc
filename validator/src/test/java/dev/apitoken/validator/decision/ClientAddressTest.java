package dev.apitoken.validator.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.access.AddressRange;
import dev.apitoken.token.access.ClientAddressMode;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.validator.TableFile;
import dev.apitoken.validator.credential.TestHeaders;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientAddressTest {
    static Stream<List<String>> clients() {
        return TableFile.rows(ClientAddressTest.class, "clients.txt");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void believes_no_more_than_trusted_proxies_wrote(List<String> row) {
        var policy = SamplePolicy.ofShop()
                .trusting(ClientAddressMode.valueOf(row.get(0)), ranges(row.get(1)))
                .settings();
        var client = ClientAddress.of(IpAddress.parse(row.get(2)), TestHeaders.of(row.get(3)), policy);
        assertThat(client.map(IpAddress::toString).orElse("")).isEqualTo(row.get(4));
    }

    /** Whoever is not a trusted proxy can write what he likes: it changes nothing. */
    @Test
    void nothing_left_of_the_first_stranger_counts() {
        var random = new Random(8);
        var policy = SamplePolicy.ofShop()
                .trusting(ClientAddressMode.XForwardedFor, ranges("10.0.0.0/8"))
                .settings();
        for (int i = 0; i < 50_000; i++) {
            var invented = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                invented.append("0123456789.:,[]\" abcfor=;\t".charAt(random.nextInt(26)));
            }
            var headers =
                    TestHeaders.of("X-Forwarded-For: " + invented + ", 203.0.113.7, 10.0.0.2\nX-Real-IP: 10.0.0.1");
            assertThat(ClientAddress.of(IpAddress.parse("10.0.0.1"), headers, policy))
                    .contains(IpAddress.parse("203.0.113.7"));
        }
    }

    @Test
    void no_text_makes_the_reader_of_forwarded_lines_fail() {
        var random = new Random(9);
        for (int i = 0; i < 50_000; i++) {
            var line = new StringBuilder();
            for (int n = random.nextInt(24); n > 0; n--) {
                line.append("for=by1.:;,\"\\ []\t".charAt(random.nextInt(17)));
            }
            assertThat(ForwardedLine.read(line.toString())).isNotNull();
        }
    }

    private static List<AddressRange> ranges(String texts) {
        return texts.isEmpty()
                ? List.of()
                : Stream.of(texts.split(" ")).map(AddressRange::parse).toList();
    }
}
