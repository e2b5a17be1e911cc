package dev.apitoken.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A loopback port that nobody listens on at the moment, below those that Linux takes for outgoing connections (32768 and
 * up): with thousands of them beside it, one of those is often gone before a program listens on it.
 */
public final class FreePort {
    private static final int FIRST = 10_000;
    private static final int BEYOND = 20_000;
    private static final int TRIES = 200;

    private FreePort() {}

    public static int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEYOND);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port on loopback in " + TRIES + " tries");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
