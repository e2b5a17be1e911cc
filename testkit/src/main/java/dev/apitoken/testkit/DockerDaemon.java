package dev.apitoken.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Asks whether a Docker daemon is there, within two seconds in all and without a word in a log: the libraries that talk to
 * Docker take long and print much when there is none.
 */
record DockerDaemon(String address) {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** DOCKER_HOST, else the first of the usual sockets that is there: of the system, of a user, of Docker Desktop. */
    static DockerDaemon of(Map<String, String> environment) {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        if (!host.isBlank()) {
            return new DockerDaemon(host);
        }
        String home = System.getProperty("user.home");
        List<String> usual = List.of(
                "/var/run/docker.sock",
                environment.getOrDefault("XDG_RUNTIME_DIR", home) + "/docker.sock",
                home + "/.docker/run/docker.sock");
        return new DockerDaemon("unix://"
                + usual.stream()
                        .filter(socket -> Files.exists(Path.of(socket)))
                        .findFirst()
                        .orElse(usual.getFirst()));
    }

    /** True when something accepts a connection there and says anything to a ping. */
    boolean answers() {
        try {
            return ping(socketAddress());
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private SocketAddress socketAddress() {
        URI uri = URI.create(address);
        return "unix".equals(uri.getScheme())
                ? UnixDomainSocketAddress.of(uri.getPath())
                : new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    private static boolean ping(SocketAddress address) throws IOException {
        try (SocketChannel channel = open(address);
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
            if (!channel.connect(address)) {
                if (selector.select(PATIENCE.toMillis()) == 0 || !channel.finishConnect()) {
                    return false;
                }
            }
            channel.write(ByteBuffer.wrap("GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII)));
            key.interestOps(SelectionKey.OP_READ);
            selector.selectedKeys().clear();
            return selector.select(PATIENCE.toMillis()) > 0 && channel.read(ByteBuffer.allocate(16)) > 0;
        }
    }

    private static SocketChannel open(SocketAddress address) throws IOException {
        return address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
    }
}
