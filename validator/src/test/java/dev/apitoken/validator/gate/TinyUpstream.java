package dev.apitoken.validator.gate;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An application behind the gate. Remembers what it was sent; by default it answers {@code ok}. */
final class TinyUpstream implements AutoCloseable {
    /** What it does with one request. @return whether the connection goes on */
    interface Behaviour {
        boolean serve(HttpText request, InputStream in, OutputStream out) throws IOException;
    }

    private final ServerSocket server;
    private final List<HttpText> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Behaviour behaviour = (request, in, out) -> {
        answer(out, "200 OK", "ok");
        return true;
    };
    private volatile boolean readsBodies = true;

    TinyUpstream() throws IOException {
        server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    void behave(Behaviour next) {
        behaviour = next;
    }

    /** Hands the body to the behaviour, unread. */
    void leaveBodies() {
        readsBodies = false;
    }

    List<HttpText> requests() {
        return requests;
    }

    HttpText lastRequest() {
        return requests.getLast();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean more = true;
            while (more) {
                HttpText request = readsBodies
                        ? HttpText.read(in, false, false)
                        : new HttpText(HttpText.readHead(in), new byte[0], List.of());
                requests.add(request);
                more = behaviour.serve(request, in, socket.getOutputStream());
            }
        } catch (IOException closed) {
            // The gate has closed it.
        } finally {
            open.remove(socket);
        }
    }

    static void answer(OutputStream out, String status, String body) throws IOException {
        send(
                out,
                "HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body);
    }

    static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
