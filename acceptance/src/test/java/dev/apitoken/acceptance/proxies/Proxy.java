package dev.apitoken.acceptance.proxies;

import dev.apitoken.testkit.peer.Peer;
import dev.apitoken.token.access.ExternalAuthorizationSettings.Profile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A proxy that asks the gate: which program it is, and how it is told to run with its example. */
enum Proxy {
    NGINX(Peer.NGINX, Profile.Nginx),
    TRAEFIK(Peer.TRAEFIK, Profile.Traefik),
    CADDY(Peer.CADDY, Profile.Caddy),
    ENVOY(Peer.ENVOY, Profile.Envoy),
    HAPROXY(Peer.HAPROXY, Profile.HAProxy);

    private final Peer peer;
    private final Profile profile;

    Proxy(Peer peer, Profile profile) {
        this.peer = peer;
        this.profile = profile;
    }

    static List<Proxy> wanted() {
        return Arrays.stream(values())
                .filter(proxy -> Peer.wanted().contains(proxy.peer))
                .toList();
    }

    Profile profile() {
        return profile;
    }

    /** The name of its folder in the example, and of its program. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In the foreground, from inside its folder, which is its home too. */
    List<String> command(Path folder) {
        String program = peer.find(System.getenv()).toString();
        var in = List.of("env", "-C", folder.toString(), "HOME=" + folder, "XDG_DATA_HOME=" + folder, program);
        var options = switch (this) {
            case NGINX ->
                List.of(
                        "-p",
                        folder.toString(),
                        "-c",
                        folder.resolve("nginx.conf").toString(),
                        "-g",
                        "daemon off;");
            case TRAEFIK -> List.of("--configFile=traefik.yaml");
            case CADDY -> List.of("run", "--config", "Caddyfile");
            case ENVOY -> List.of("-c", "envoy.yaml", "--concurrency", "1", "--disable-hot-restart", "-l", "warning");
            case HAPROXY -> List.of("-db", "-f", "haproxy.cfg");
        };
        return Stream.concat(in.stream(), options.stream()).toList();
    }

    /** What a client gets where the gate has a reason to answer this: nginx knows 401 and 403 only. */
    int passedOn(int status) {
        return this == NGINX && status != 401 ? 403 : status;
    }

    /** What a client gets while nobody answers; that is the proxy's own word. */
    int whileTheGateIsGone() {
        return switch (this) {
            case NGINX, ENVOY, HAPROXY -> 503;
            case CADDY -> 502;
            case TRAEFIK -> 500;
        };
    }

    /** Traefik can drop a header and not a part of one. */
    boolean takesCookiesApart() {
        return this != TRAEFIK;
    }
}
