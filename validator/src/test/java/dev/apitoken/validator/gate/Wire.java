package dev.apitoken.validator.gate;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly the bytes it is told to. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    Wire(InetSocketAddress address) throws IOException {
        this(new Socket(address.getAddress(), address.getPort()));
    }

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        out().write(bytes);
        out().flush();
        return this;
    }

    OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    InputStream in() {
        return in;
    }

    HttpText answer() throws IOException {
        return HttpText.read(in, true, false);
    }

    HttpText answerToHead() throws IOException {
        return HttpText.read(in, true, true);
    }

    /** Whether the gate ends the connection without another byte. */
    boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        } catch (EOFException end) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
