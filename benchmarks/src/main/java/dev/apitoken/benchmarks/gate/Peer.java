package dev.apitoken.benchmarks.gate;

import java.util.List;

/**
 * Other people's programs, each with one worker on one core, keep-alive on both sides and no access log. Their
 * configurations are resources of this package, after each program's own guide.
 */
enum Peer {
    Yes("nginx", "yes.conf", List.of("-p", "@FOLDER@", "-c", "@FILE@", "-e", "stderr")),
    Nginx("nginx", "nginx.conf", List.of("-p", "@FOLDER@", "-c", "@FILE@", "-e", "stderr")),
    NginxAsking("nginx", "nginx-auth.conf", List.of("-p", "@FOLDER@", "-c", "@FILE@", "-e", "stderr")),
    Haproxy("haproxy", "haproxy.cfg", List.of("-db", "-f", "@FILE@")),
    HaproxyChecking("haproxy", "haproxy-jwt.cfg", List.of("-db", "-f", "@FILE@")),
    Envoy("envoy", "envoy.yaml", List.of("-c", "@FILE@", "--concurrency", "1", "--disable-hot-restart", "-l", "error")),
    TraefikAsking("traefik", "traefik.yaml", List.of("--configFile=@FILE@")),
    CaddyAsking("caddy", "Caddyfile", List.of("run", "--adapter", "caddyfile", "--config", "@FILE@"));

    final String program;
    final String configuration;

    /** {@code @FILE@} is the configuration, {@code @FOLDER@} a folder of the program's own. */
    final List<String> arguments;

    Peer(String program, String configuration, List<String> arguments) {
        this.program = program;
        this.configuration = configuration;
        this.arguments = arguments;
    }
}
