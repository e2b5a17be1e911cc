package dev.apitoken.validator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.access.IpAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both versions of the PROXY protocol, to the byte. */
class ProxyHeaderTest {
    private static final ProxyHeader BROKEN = new ProxyHeader.Broken();
    private static final ProxyHeader NOBODY = new ProxyHeader.OfClient(Optional.empty());
    private static final String REST = "GET / HTTP/1.1\r\n";

    record Case(String name, byte[] bytes, ProxyHeader expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private static ProxyHeader client(String address) {
        return new ProxyHeader.OfClient(Optional.of(IpAddress.parse(address)));
    }

    private static Case line(String line, ProxyHeader expected) {
        return new Case(line, (line + "\r\n").getBytes(StandardCharsets.ISO_8859_1), expected);
    }

    private static Case binary(String name, int command, int family, byte[] rest, ProxyHeader expected) {
        return new Case(name, ProxyBytes.v2(command, family, rest), expected);
    }

    static Stream<Case> whole() {
        return Stream.of(
                line("PROXY TCP4 192.0.2.7 198.51.100.1 4711 443", client("192.0.2.7")),
                line("PROXY TCP4 255.255.255.255 255.255.255.255 65535 0", client("255.255.255.255")),
                line("PROXY TCP6 2001:db8::7 2001:db8::1 4711 443", client("2001:db8::7")),
                line("PROXY TCP6 ::ffff:192.0.2.7 ::1 1 1", client("192.0.2.7")),
                line(
                        "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535",
                        NOBODY),
                line("PROXY UNKNOWN", NOBODY),
                binary("v2 over IPv4", 0x21, 0x11, ProxyBytes.ipv4(192, 0, 2, 7), client("192.0.2.7")),
                binary("v2 over IPv6", 0x21, 0x21, ProxyBytes.ipv6("2001:db8::7"), client("2001:db8::7")),
                binary(
                        "v2 with further facts",
                        0x21,
                        0x11,
                        ProxyBytes.join(ProxyBytes.ipv4(192, 0, 2, 7), new byte[] {4, 0, 2, 1, 1}),
                        client("192.0.2.7")),
                binary("v2 of the proxy itself", 0x20, 0x00, new byte[0], new ProxyHeader.OfProxy()),
                binary("v2 local, with addresses", 0x20, 0x11, ProxyBytes.ipv4(1, 2, 3, 4), new ProxyHeader.OfProxy()),
                binary("v2 of nobody known", 0x21, 0x00, new byte[12], NOBODY),
                binary("v2 of a local socket", 0x21, 0x31, new byte[216], NOBODY));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void is_read_to_its_end_and_no_further(Case one) {
        ByteBuf bytes = Unpooled.wrappedBuffer(one.bytes(), REST.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(ProxyHeader.read(bytes)).isEqualTo(one.expected());
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).isEqualTo(REST);
    }

    @ParameterizedTest
    @MethodSource("whole")
    void every_beginning_of_it_waits_for_more_and_takes_nothing(Case one) {
        for (int length = 0; length < one.bytes().length; length++) {
            ByteBuf bytes = Unpooled.wrappedBuffer(one.bytes(), 0, length);
            assertThat(ProxyHeader.read(bytes)).as("%s bytes", length).isEqualTo(new ProxyHeader.Unfinished());
            assertThat(bytes.readableBytes()).isEqualTo(length);
        }
    }

    static Stream<Case> broken() {
        return Stream.of(
                binary("v2 of another version", 0x11, 0x11, ProxyBytes.ipv4(1, 2, 3, 4), BROKEN),
                binary("v2 with an unknown command", 0x22, 0x11, ProxyBytes.ipv4(1, 2, 3, 4), BROKEN),
                binary("v2 with an unknown family", 0x21, 0x41, new byte[12], BROKEN),
                binary("v2 of datagrams", 0x21, 0x12, ProxyBytes.ipv4(1, 2, 3, 4), BROKEN),
                binary("v2 with half an address", 0x21, 0x11, new byte[11], BROKEN),
                binary("v2 with an IPv4 address that says IPv6", 0x21, 0x21, new byte[12], BROKEN),
                binary("v2 of half a local socket", 0x21, 0x31, new byte[215], BROKEN),
                binary("v2 without end", 0x21, 0x11, new byte[5000], BROKEN));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void what_no_proxy_may_send_is_broken(Case one) {
        assertThat(ProxyHeader.read(Unpooled.wrappedBuffer(one.bytes()))).isEqualTo(BROKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "proxy TCP4 192.0.2.7 198.51.100.1 4711 443\r\n",
                "PROXY  TCP4 192.0.2.7 198.51.100.1 4711 443\r\n",
                "PROXY\tTCP4 192.0.2.7 198.51.100.1 4711 443\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 4711 443 \r\n",
                "PROXY TCP4 192.0.2.7  198.51.100.1 4711 443\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 4711\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 04711 443\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 +471 443\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 65536 443\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 4711 99999\r\n",
                "PROXY TCP4 192.0.02.7 198.51.100.1 4711 443\r\n",
                "PROXY TCP4 192.0.2 198.51.100.1 4711 443\r\n",
                "PROXY TCP4 2001:db8::7 2001:db8::1 4711 443\r\n",
                "PROXY TCP6 192.0.2.7 198.51.100.1 4711 443\r\n",
                "PROXY TCP6 fe80::1%eth0 ::1 4711 443\r\n",
                "PROXY TCP4 localhost 198.51.100.1 4711 443\r\n",
                "PROXY UDP4 192.0.2.7 198.51.100.1 4711 443\r\n",
                "PROXY UNKNOWNS\r\n",
                "PROXY \r\n",
                "PROXY TCP4 192.0.2.7\0 198.51.100.1 4711 443\r\n"
            })
    void a_line_that_is_not_to_the_letter_is_broken(String line) {
        assertThat(ProxyHeader.read(bytes(line))).isEqualTo(BROKEN);
    }

    @Test
    void a_line_ends_within_107_bytes() {
        String longest = "PROXY UNKNOWN " + "x".repeat(107 - 14 - 2) + "\r\n";
        assertThat(ProxyHeader.read(bytes(longest))).isEqualTo(NOBODY);
        assertThat(ProxyHeader.read(bytes(longest.replace("\r\n", "x\r\n")))).isEqualTo(BROKEN);
        assertThat(ProxyHeader.read(bytes("PROXY UNKNOWN " + "x".repeat(93)))).isEqualTo(BROKEN);
    }

    @Test
    void what_is_neither_is_broken_at_its_first_byte() {
        assertThat(ProxyHeader.read(bytes("G"))).isEqualTo(BROKEN);
        assertThat(ProxyHeader.read(bytes("PR0"))).isEqualTo(BROKEN);
        assertThat(ProxyHeader.read(bytes("\r\n\r\nG"))).isEqualTo(BROKEN);
    }

    @Test
    void no_bytes_make_the_reader_fail() {
        var random = new Random(31);
        Case[] cases = Stream.concat(whole(), broken()).toArray(Case[]::new);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = cases[random.nextInt(cases.length)].bytes().clone();
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            ProxyHeader.read(Unpooled.wrappedBuffer(bytes, 0, random.nextInt(bytes.length + 1)));
        }
    }
}
