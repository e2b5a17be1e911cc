package dev.apitoken.validator.gate;

import dev.apitoken.token.access.IpAddress;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Version 1 of the PROXY protocol, one line: {@code PROXY TCP4 192.0.2.7 192.0.2.1 4711 443}. */
final class ProxyHeaderV1 {
    private static final byte[] START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_LINE = 107;
    private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
    private static final int MAX_PORT = 65_535;

    private ProxyHeaderV1() {}

    static ProxyHeader read(ByteBuf bytes) {
        if (!ProxyHeader.beginsLike(bytes, START)) {
            return new ProxyHeader.Broken();
        }
        int from = bytes.readerIndex();
        int end = bytes.indexOf(from, from + Math.min(bytes.readableBytes(), MAX_LINE), (byte) '\n');
        if (end < 0) {
            return bytes.readableBytes() < MAX_LINE ? new ProxyHeader.Unfinished() : new ProxyHeader.Broken();
        }
        String line = bytes.toString(from, end + 1 - from, StandardCharsets.ISO_8859_1);
        ProxyHeader header =
                line.endsWith("\r\n") ? of(line.substring(0, line.length() - 2)) : new ProxyHeader.Broken();
        if (!(header instanceof ProxyHeader.Broken)) {
            bytes.readerIndex(end + 1);
        }
        return header;
    }

    private static ProxyHeader of(String line) {
        String[] words = line.split(" ", -1);
        if (words[1].equals("UNKNOWN")) {
            return new ProxyHeader.OfClient(Optional.empty());
        }
        boolean ipv6 = words[1].equals("TCP6");
        boolean sound = (ipv6 || words[1].equals("TCP4"))
                && words.length == 6
                && isOf(ipv6, words[2])
                && isOf(ipv6, words[3])
                && isPort(words[4])
                && isPort(words[5]);
        return sound ? new ProxyHeader.OfClient(IpAddress.read(words[2])) : new ProxyHeader.Broken();
    }

    private static boolean isOf(boolean ipv6, String address) {
        return ipv6 == address.indexOf(':') >= 0 && IpAddress.read(address).isPresent();
    }

    private static boolean isPort(String text) {
        return PORT.matcher(text).matches() && Integer.parseInt(text) <= MAX_PORT;
    }
}
