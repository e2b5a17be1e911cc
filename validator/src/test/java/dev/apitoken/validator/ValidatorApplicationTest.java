package dev.apitoken.validator;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own: how it starts, what its probes say, how it ends. */
class ValidatorApplicationTest {
    @TempDir
    Path folder;

    private Process start(Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=logback.xml",
                ValidatorApplication.class.getName());
        builder.environment().keySet().removeIf(name -> name.startsWith("APITOKEN_"));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(folder.resolve("out").toFile());
        return builder.start();
    }

    private List<String> output() throws IOException {
        return Files.readAllLines(folder.resolve("out"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    @Test
    void a_wrong_setting_is_one_line_and_exit_code_2() throws Exception {
        Process process = start(Map.of("APITOKEN_POLICY", "shop/orders", "APITOKEN_PORT", "none"));

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(output()).containsExactly("validator: APITOKEN_PORT=none: a whole number from 0 to 65535");
    }

    @Test
    void a_port_in_use_is_one_line_and_exit_code_1() throws Exception {
        try (var taken = new ServerSocket(0)) {
            Process process = start(Map.of(
                    "APITOKEN_POLICY",
                    "shop/orders",
                    "APITOKEN_SOURCE",
                    "files:" + folder,
                    "APITOKEN_PORT",
                    Integer.toString(taken.getLocalPort()),
                    "APITOKEN_MANAGEMENT_PORT",
                    "0"));

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(output().getLast()).startsWith("validator: cannot listen on ");
        }
    }

    @Test
    void a_platform_that_cannot_check_signatures_ends_it_before_it_listens() throws Exception {
        Path security = Files.writeString(folder.resolve("java.security"), "security.provider.3=SunJSSE\n");
        Process process = start(Map.of(
                "APITOKEN_POLICY",
                "shop/orders",
                "APITOKEN_SOURCE",
                "files:" + folder,
                "JDK_JAVA_OPTIONS",
                "-Djava.security.properties=" + security));

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(output().getLast()).startsWith("validator: this Java platform ");
    }

    @Test
    void it_runs_says_that_it_is_not_ready_and_ends_when_told() throws Exception {
        int port = freePort();
        int management = freePort();
        Process process = start(Map.of(
                "APITOKEN_POLICY",
                "shop/orders",
                "APITOKEN_SOURCE",
                "files:" + folder,
                "APITOKEN_PORT",
                Integer.toString(port),
                "APITOKEN_MANAGEMENT_PORT",
                Integer.toString(management),
                "APITOKEN_SHUTDOWN_DELAY",
                "0s"));
        try {
            eventually(() -> assertThat(get(port, "/").statusCode()).isEqualTo(503));

            assertThat(get(management, "/health/liveness").statusCode()).isEqualTo(200);
            assertThat(get(management, "/health/readiness").statusCode()).isEqualTo(503);
            assertThat(get(management, "/health").statusCode()).isEqualTo(503);
            assertThat(get(management, "/health/readiness").body())
                    .matches("\\{\"status\":\"DOWN\",\"state\":\"Unknown\",\"revision\":0,\"ageSeconds\":\\d+}");
            assertThat(get(port, "/health").statusCode())
                    .as("no probe on the gated port")
                    .isEqualTo(503);
            assertThat(get(management, "/apitoken/me").statusCode()).isEqualTo(404);
            assertThat(get(management, "/prometheus").body())
                    .contains(
                            "apitoken_decisions_total{decision=\"denied\",entry=\"proxy\",reason=\"NotReady\"}",
                            "apitoken_access_revision 0.0",
                            "apitoken_access_failures_total{reason=\"Missing\"}");
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(output())
                .allSatisfy(line -> assertThat(line).startsWith("{\"time\":\"").endsWith("}"));
    }
}
