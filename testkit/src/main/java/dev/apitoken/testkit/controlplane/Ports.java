package dev.apitoken.testkit.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free loopback ports below the range from which Linux takes ports for outgoing connections (32768 and up): a port
 * stays ours while the API server is stopped, and a client that keeps knocking cannot connect to itself.
 */
final class Ports {
    private static final int FIRST = 20_000;
    private static final int BEYOND = 32_000;
    private static final int TRIES = 200;

    private Ports() {}

    static int free() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEYOND);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "No free port on 127.0.0.1 between " + FIRST + " and " + BEYOND + " in " + TRIES + " tries");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
