package dev.apitoken.validator.index;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes bytes on to a server, until told to swallow those of the connections it has: they stay open and say nothing. */
final class SilencingProxy implements AutoCloseable {
    private final ServerSocket entrance;
    private final URI server;
    private final AtomicInteger epoch = new AtomicInteger();

    private SilencingProxy(ServerSocket entrance, URI server) {
        this.entrance = entrance;
        this.server = server;
    }

    static SilencingProxy before(String server) {
        try {
            ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            SilencingProxy proxy = new SilencingProxy(entrance, URI.create(server));
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "https://127.0.0.1:" + entrance.getLocalPort() + "/";
    }

    /** As a network that forgot its connections: those open now are dead from here on, new ones work. */
    void silence() {
        epoch.incrementAndGet();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                Socket upstream = new Socket(server.getHost(), server.getPort());
                int born = epoch.get();
                Thread.ofVirtual().start(() -> pump(client, upstream, born));
                Thread.ofVirtual().start(() -> pump(upstream, client, born));
            }
        } catch (IOException e) {
            epoch.incrementAndGet();
        }
    }

    private void pump(Socket from, Socket to, int born) {
        byte[] buffer = new byte[16 << 10];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (epoch.get() == born) {
                    out.write(buffer, 0, length);
                }
            }
            if (epoch.get() == born) {
                to.close();
            }
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
