package dev.apitoken.benchmarks.gate;

import dev.apitoken.acceptance.FreePort;
import dev.apitoken.benchmarks.sample.TokenStock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts the other programs. */
record Peers(PeerPrograms programs, Cores cores, Path folder) {
    /** What an authorisation server promises to set, as our guide tells its callers to copy it. */
    private static final List<String> IDENTITY = List.of(
            "X-ApiToken-User",
            "X-ApiToken-Namespace",
            "X-ApiToken-Id",
            "X-ApiToken-Roles",
            "X-ApiToken-Expires",
            "X-ApiToken-Client-Ip");

    boolean has(Peer peer) {
        return programs.find(peer.program).isPresent();
    }

    /** Waits until it answers. */
    MeasuredProgram start(Peer peer, String name, Map<String, String> more) {
        Path program = programs.find(peer.program).orElseThrow();
        int port = FreePort.next();
        Path home = home(name);
        var values = new HashMap<>(Map.of(
                "PORT", Integer.toString(port),
                "FOLDER", home.toString(),
                "ISSUER", TokenStock.ISSUER,
                "AUDIENCE", TokenStock.AUDIENCE,
                "IDENTITY", String.join(", ", IDENTITY),
                "IDENTITY_WORDS", String.join(" ", IDENTITY)));
        values.putAll(more);
        if (peer == Peer.TraefikAsking) {
            ConfigFile.write("traefik-routes.yaml", values, home);
        }
        Path file = ConfigFile.write(peer.configuration, values, home);
        var command = new ArrayList<>(cores.measured);
        command.add(program.toString());
        for (String argument : peer.arguments) {
            command.add(argument.replace("@FILE@", file.toString()).replace("@FOLDER@", home.toString()));
        }
        var environment = Map.of("GOMAXPROCS", "1", "HOME", home.toString());
        return MeasuredProgram.start(name, command, environment, port, folder).awaitAnswer();
    }

    private Path home(String name) {
        try {
            return Files.createDirectories(folder.resolve(MeasuredProgram.fileName(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Envoy's filter that checks tokens as we do. @param cached how many verified tokens it remembers; 0: none */
    static String envoyChecks(TokenStock stock, int cached) {
        String cache =
                cached == 0 ? "" : "                          jwt_cache_config: {jwt_cache_size: " + cached + "}";
        return ConfigFile.text(
                "envoy-jwt.yaml",
                Map.of(
                        "ISSUER",
                        TokenStock.ISSUER,
                        "AUDIENCE",
                        TokenStock.AUDIENCE,
                        "JWKS",
                        stock.issuerKeys().keys().toJson(),
                        "CACHE",
                        cache));
    }

    /** The first line of what it says about itself. */
    String version(Peer peer) {
        List<String> ask = switch (peer.program) {
            case "nginx", "haproxy" -> List.of("-v");
            case "envoy" -> List.of("--version");
            default -> List.of("version");
        };
        Optional<Path> program = programs.find(peer.program);
        if (program.isEmpty()) {
            return "not found";
        }
        var command = new ArrayList<>(List.of(program.get().toString()));
        command.addAll(ask);
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.replace(program.get().toString(), "")
                    .strip()
                    .lines()
                    .findFirst()
                    .orElse("unknown")
                    .strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
