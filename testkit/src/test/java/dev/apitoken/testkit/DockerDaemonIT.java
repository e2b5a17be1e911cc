package dev.apitoken.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class DockerDaemonIT {
    @TempDir
    Path folder;

    @Test
    void nobodyAnswersWhereNoSocketIs() {
        assertThat(new DockerDaemon("unix://" + folder + "/absent.sock").answers())
                .isFalse();
        assertThat(new DockerDaemon("tcp://127.0.0.1:1").answers()).isFalse();
        assertThat(new DockerDaemon("not an address").answers()).isFalse();
    }

    @Test
    void aSilentSocketIsNoAnswer() throws IOException {
        Path socket = folder.resolve("silent.sock");
        try (ServerSocketChannel silent = listenAt(socket)) {
            assertThat(new DockerDaemon("unix://" + socket).answers()).isFalse();
            assertThat(silent.isOpen()).isTrue();
        }
    }

    @Test
    void aDaemonThatSaysAnythingIsThere() throws Exception {
        Path socket = folder.resolve("docker.sock");
        try (ServerSocketChannel server = listenAt(socket)) {
            Thread daemon = Thread.ofVirtual().start(() -> answerOnce(server));

            assertThat(new DockerDaemon("unix://" + socket).answers()).isTrue();
            daemon.join();
        }
    }

    @Test
    void theEnvironmentNamesTheDaemon() {
        assertThat(DockerDaemon.of(Map.of("DOCKER_HOST", "tcp://docker:2375")).address())
                .isEqualTo("tcp://docker:2375");
    }

    private static ServerSocketChannel listenAt(Path socket) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
    }

    private static void answerOnce(ServerSocketChannel server) {
        try (SocketChannel client = server.accept()) {
            client.read(ByteBuffer.allocate(1024));
            client.write(ByteBuffer.wrap("HTTP/1.1 200 OK\r\n\r\nOK".getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
