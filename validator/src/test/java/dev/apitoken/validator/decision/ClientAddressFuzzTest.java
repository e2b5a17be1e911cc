package dev.apitoken.validator.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.apitoken.token.access.AddressRange;
import dev.apitoken.token.access.ClientAddressMode;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.validator.credential.HeaderLines;
import dev.apitoken.validator.credential.TestHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What proxies say of a client's address, as hostile bytes, beside the plainest reading there is (R9, K3). */
class ClientAddressFuzzTest {
    private static final List<AddressRange> TRUSTED =
            List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("2001:db8::/32"));
    private static final IpAddress PROXY = IpAddress.parse("10.0.0.1");
    private static final IpAddress STRANGER = IpAddress.parse("192.0.2.1");
    private static final Pattern NODE =
            Pattern.compile("[ \t]*(?:\\[([^\\]]*:[^\\]]*)\\](?::[0-9]{1,5})?|([^:\\[]*):[0-9]{1,5}|([^\\[]*))[ \t]*");

    @FuzzTest
    void the_walk_from_the_right_ends_at_the_first_that_nobody_trusts(byte[] input) {
        HeaderLines lines = TestHeaders.of(new String(input, StandardCharsets.ISO_8859_1)
                .lines()
                .map(line -> "X-Forwarded-For:" + line)
                .collect(Collectors.joining("\n")));

        assertThat(client(ClientAddressMode.XForwardedFor, PROXY, lines)).isEqualTo(plainly(lines));
        assertThat(client(ClientAddressMode.XForwardedFor, STRANGER, lines)).contains(STRANGER);
    }

    /** All lines are one list; what is no address is no one's. */
    private static Optional<IpAddress> plainly(HeaderLines lines) {
        var nodes = new ArrayList<String>();
        lines.of("X-Forwarded-For").forEach(line -> nodes.addAll(List.of(line.split(",", -1))));
        Optional<IpAddress> seen = Optional.empty();
        for (String node : nodes.reversed()) {
            seen = address(node);
            if (seen.isEmpty() || !isTrusted(seen.get())) {
                return seen;
            }
        }
        return seen;
    }

    private static boolean isTrusted(IpAddress address) {
        return TRUSTED.stream().anyMatch(range -> range.contains(address));
    }

    private static Optional<IpAddress> address(String node) {
        var parts = NODE.matcher(node);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String text =
                parts.group(1) != null ? parts.group(1) : parts.group(2) != null ? parts.group(2) : parts.group(3);
        return IpAddress.read(text.replaceAll("[ \t]+$", ""));
    }

    /** A mode in the first byte, then field lines. */
    @FuzzTest
    void an_address_stands_in_the_one_header_that_is_read(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        var mode = ClientAddressMode.values()[text.isEmpty() ? 0 : text.charAt(0) % ClientAddressMode.values().length];
        HeaderLines lines = TestHeaders.of(
                text.lines().skip(1).filter(line -> line.contains(":")).collect(Collectors.joining("\n")));
        List<String> read = switch (mode) {
            case XForwardedFor -> lines.of("X-Forwarded-For");
            case Forwarded -> lines.of("Forwarded");
            case XRealIp -> lines.of("X-Real-IP");
            case ProxyProtocol -> List.of(PROXY.toString());
        };

        Optional<IpAddress> client = client(mode, PROXY, lines);

        assertThat(client(mode, STRANGER, lines)).contains(STRANGER);
        client.ifPresent(address -> assertThat(read.stream()
                        .flatMap(line -> Pattern.compile("[0-9A-Fa-f:.\\\\]+")
                                .matcher(line)
                                .results())
                        .map(match -> match.group().replace("\\", ""))
                        .flatMap(word -> List.of(word, word.replaceAll(":[0-9]{1,5}$", "")).stream())
                        .flatMap(word -> IpAddress.read(word).stream()))
                .contains(address));
    }

    private static Optional<IpAddress> client(ClientAddressMode mode, IpAddress peer, HeaderLines lines) {
        var policy = SamplePolicy.ofShop().trusting(mode, TRUSTED).settings();
        return ClientAddress.of(peer, lines, policy);
    }
}
