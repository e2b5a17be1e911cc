package dev.apitoken.acceptance.proxies;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An application that says 200 to everything and keeps what reached it, byte for byte: an HTTP library would tidy up. */
final class RecordingApp implements AutoCloseable {
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Arrived> arrived = new ConcurrentLinkedQueue<>();

    RecordingApp() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var _ = threads.submit(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** What came since the last time. */
    List<Arrived> taken() {
        var all = new ArrayList<Arrived>();
        for (Arrived one = arrived.poll(); one != null; one = arrived.poll()) {
            all.add(one);
        }
        return all;
    }

    private Void accept() throws IOException {
        while (!server.isClosed()) {
            Socket client = server.accept();
            var _ = threads.submit(() -> serve(client));
        }
        return null;
    }

    private Void serve(Socket client) throws IOException {
        try (client) {
            var in = new BufferedInputStream(client.getInputStream());
            for (String line = HttpText.line(in); !line.isEmpty(); line = HttpText.line(in)) {
                Arrived request = read(line, in);
                arrived.add(request);
                String body = request.method().equals("HEAD") ? "" : "ok";
                client.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + body)
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return null;
    }

    private static Arrived read(String line, InputStream in) throws IOException {
        String[] words = line.split(" ", 3);
        List<Map.Entry<String, String>> headers = HttpText.headers(in);
        return new Arrived(words[0], words[1], headers, HttpText.body(headers, in));
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
