package dev.apitoken.testkit.fault;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The client's side of one watch: events go to it as WebSocket messages (RFC 6455), or as lines. */
final class WatchClient {
    private static final String ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PONG = 0x8A;

    private final Wire wire;
    private final boolean framed;
    private volatile boolean silent;

    private WatchClient(Wire wire, boolean framed) {
        this.wire = wire;
        this.framed = framed;
    }

    static WatchClient accept(Wire wire, Request request) throws IOException {
        if (!request.asksForWebSocket()) {
            wire.write("HTTP/1.1 200 -\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n");
            return new WatchClient(wire, false);
        }
        wire.write("HTTP/1.1 101 -\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + accepting(request.header("sec-websocket-key").orElse("")) + "\r\n\r\n");
        var client = new WatchClient(wire, true);
        Thread.ofVirtual().start(client::listen);
        return client;
    }

    /** From now on the connection is half-open: it stays, and nothing comes back on it, not even to a ping. */
    void silence() {
        silent = true;
    }

    void send(String event) throws IOException {
        if (framed) {
            frame(TEXT, event.getBytes(StandardCharsets.UTF_8));
        } else if (!silent) {
            wire.write(event + "\n");
        }
    }

    void reset() {
        wire.reset();
    }

    /** As the API server ends a watch whose time is over. */
    void end() {
        if (silent) {
            return;
        }
        try {
            if (framed) {
                frame(CLOSE, new byte[] {0x03, (byte) 0xE8});
            }
        } catch (IOException e) {
            // It has gone already.
        }
        wire.close();
    }

    private void listen() {
        try {
            var in = new DataInputStream(wire.in());
            while (true) {
                int kind = in.readUnsignedByte() & 0x0F;
                var payload = payload(in);
                if (kind == 0x9) {
                    frame(PONG, payload);
                } else if (kind == 0x8) {
                    end();
                    return;
                }
            }
        } catch (IOException e) {
            wire.close();
        }
    }

    private static byte[] payload(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() & 0x7F;
        int size = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
        var mask = in.readNBytes(4);
        var payload = in.readNBytes(size);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }

    private synchronized void frame(int kind, byte[] payload) throws IOException {
        if (silent) {
            return;
        }
        var head = ByteBuffer.allocate(10).put((byte) kind);
        if (payload.length < 126) {
            head.put((byte) payload.length);
        } else if (payload.length < 65_536) {
            head.put((byte) 126).putShort((short) payload.length);
        } else {
            head.put((byte) 127).putLong(payload.length);
        }
        OutputStream out = wire.out();
        out.write(head.array(), 0, head.position());
        out.write(payload);
        out.flush();
    }

    private static String accepting(String key) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-1").digest((key + ACCEPT_GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
