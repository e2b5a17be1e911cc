package dev.apitoken.token.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses and ranges as hostile bytes; the platform's own reader of literals is the second one (R9). */
class AddressFuzzTest {
    private static final String OCTET = "(0|[1-9][0-9]{0,2})";
    private static final Pattern DECIMAL = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);

    private static final Pattern LONG_GROUP = Pattern.compile("[0-9A-Fa-f]{5}");

    @FuzzTest
    void an_address_is_what_the_platform_reads_or_none(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        Optional<IpAddress> read = IpAddress.read(text);
        Optional<IpAddress> platform = platform(text);

        read.ifPresent(address -> {
            assertThat(platform).contains(address);
            assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
        });
        if (read.isEmpty() && platform.isPresent()) {
            // Short forms, zeros before a number, groups of five digits, zones: what some take for another address.
            String last = text.substring(text.lastIndexOf(':') + 1);
            assertThat(text.contains("%")
                            || text.startsWith("[")
                            || LONG_GROUP.matcher(text).find()
                            || !DECIMAL.matcher(last).matches())
                    .isTrue();
        }
    }

    private static Optional<IpAddress> platform(String text) {
        try {
            return Optional.of(IpAddress.ofBytes(InetAddress.ofLiteral(text).getAddress()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @FuzzTest
    void a_range_holds_its_ends_and_no_neighbour(byte[] input) {
        try {
            AddressRange range = AddressRange.parse(new String(input, StandardCharsets.ISO_8859_1));

            assertThat(AddressRange.parse(range.toString())).isEqualTo(range);
            assertThat(range.contains(range.first()) && range.contains(range.last()))
                    .isTrue();
            assertThat(range.last().next().compareTo(range.last()) > 0
                            && range.contains(range.last().next()))
                    .isFalse();
            assertThat(range.first().isIpv4()).isEqualTo(range.last().isIpv4());
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
