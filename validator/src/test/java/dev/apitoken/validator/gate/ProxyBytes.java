package dev.apitoken.validator.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Headers of the PROXY protocol, version 2, as a proxy writes them. */
final class ProxyBytes {
    private static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.ISO_8859_1);

    private ProxyBytes() {}

    static byte[] v2(int command, int family, byte[] rest) {
        byte[] fixed = {(byte) command, (byte) family, (byte) (rest.length >> 8), (byte) rest.length};
        return join(SIGNATURE, fixed, rest);
    }

    static byte[] ipv4(int a, int b, int c, int d) {
        return new byte[] {(byte) a, (byte) b, (byte) c, (byte) d, 127, 0, 0, 1, 0x12, 0x67, 0x01, (byte) 0xbb};
    }

    static byte[] ipv6(String source) {
        try {
            return join(InetAddress.getByName(source).getAddress(), new byte[16], new byte[4]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        var joined = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }
}
