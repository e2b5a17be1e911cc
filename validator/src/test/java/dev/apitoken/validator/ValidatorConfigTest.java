package dev.apitoken.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.apitoken.program.InvalidSettingException;
import dev.apitoken.program.LogLevel;
import dev.apitoken.validator.gate.DecisionLogLimits;
import dev.apitoken.validator.gate.GateLimits;
import dev.apitoken.validator.gate.GateSettings;
import dev.apitoken.validator.gate.GateTimeouts;
import dev.apitoken.validator.gate.TlsFiles;
import dev.apitoken.validator.gate.Transport;
import dev.apitoken.validator.report.ReportTarget;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorConfigTest {
    private static final String POLICY = "APITOKEN_POLICY";

    @TempDir
    Path folder;

    private static ValidatorConfig with(String... namesAndValues) {
        var environment = new HashMap<>(Map.of(POLICY, "shop/orders"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return ValidatorConfig.from(environment);
    }

    @Test
    void only_the_policy_has_no_default() {
        assertThat(with())
                .isEqualTo(new ValidatorConfig(
                        new PolicyName("shop", "orders"),
                        new StateSource.Kubernetes(),
                        Optional.empty(),
                        new GateSettings(
                                new InetSocketAddress("0.0.0.0", 8080),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("/api/user/me"),
                                Transport.Auto,
                                Runtime.getRuntime().availableProcessors(),
                                new GateLimits(4096, 8192, 100, 32_768, 10_000, 1024, 64),
                                new GateTimeouts(
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(30),
                                        Duration.ofMinutes(15),
                                        Duration.ofSeconds(2),
                                        Duration.ofSeconds(60),
                                        Duration.ofSeconds(4),
                                        Duration.ofMinutes(10),
                                        Duration.ofSeconds(2),
                                        Duration.ofSeconds(15)),
                                new DecisionLogLimits(0, 20)),
                        new InetSocketAddress("0.0.0.0", 8081),
                        LogLevel.Info));
    }

    @Test
    void every_setting_is_read() throws IOException {
        Path certificate = Files.writeString(folder.resolve("tls.crt"), "x");
        Path key = Files.writeString(folder.resolve("tls.key"), "x");

        assertThat(with(
                        "APITOKEN_SOURCE", "files:" + folder,
                        "APITOKEN_BIND", "::1",
                        "APITOKEN_PORT", "9090",
                        "APITOKEN_MANAGEMENT_PORT", "9091",
                        "APITOKEN_UPSTREAM", "http://127.0.0.1:3000",
                        "APITOKEN_TLS_CERTIFICATE", certificate.toString(),
                        "APITOKEN_TLS_KEY", key.toString(),
                        "APITOKEN_WHO_AM_I_PATH", "off",
                        "APITOKEN_TRANSPORT", "nio",
                        "APITOKEN_THREADS", "3",
                        "APITOKEN_LOG_LEVEL", "debug",
                        "APITOKEN_LOG_ALLOWED", "18",
                        "APITOKEN_LOG_DENIED", "0",
                        "APITOKEN_MAX_REQUEST_LINE", "1001",
                        "APITOKEN_MAX_HEADER_BYTES", "1102",
                        "APITOKEN_MAX_HEADER_LINES", "13",
                        "APITOKEN_MAX_RESPONSE_HEADER_BYTES", "1204",
                        "APITOKEN_MAX_CONNECTIONS", "15",
                        "APITOKEN_MAX_IN_FLIGHT", "16",
                        "APITOKEN_MAX_IDLE_UPSTREAM", "17",
                        "APITOKEN_HEADER_TIMEOUT", "1s",
                        "APITOKEN_IDLE_TIMEOUT", "2s",
                        "APITOKEN_REQUEST_TIMEOUT", "3m",
                        "APITOKEN_CONNECT_TIMEOUT", "400ms",
                        "APITOKEN_UPSTREAM_TIMEOUT", "5h",
                        "APITOKEN_UPSTREAM_IDLE_TIMEOUT", "6s",
                        "APITOKEN_STREAM_IDLE_TIMEOUT", "7s",
                        "APITOKEN_POD_NAME", "orders-7d9f",
                        "APITOKEN_POD_UID", "6c4f0d3e-0000-4000-8000-000000000001",
                        "APITOKEN_SHUTDOWN_DELAY", "0s",
                        "APITOKEN_SHUTDOWN_GRACE", "9s"))
                .isEqualTo(new ValidatorConfig(
                        new PolicyName("shop", "orders"),
                        new StateSource.Files(folder),
                        Optional.of(new ReportTarget.Pod("orders-7d9f", "6c4f0d3e-0000-4000-8000-000000000001")),
                        new GateSettings(
                                new InetSocketAddress("::1", 9090),
                                Optional.of(URI.create("http://127.0.0.1:3000")),
                                Optional.of(new TlsFiles(certificate, key)),
                                Optional.empty(),
                                Transport.Nio,
                                3,
                                new GateLimits(1001, 1102, 13, 1204, 15, 16, 17),
                                new GateTimeouts(
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(2),
                                        Duration.ofMinutes(3),
                                        Duration.ofMillis(400),
                                        Duration.ofHours(5),
                                        Duration.ofSeconds(6),
                                        Duration.ofSeconds(7),
                                        Duration.ZERO,
                                        Duration.ofSeconds(9)),
                                new DecisionLogLimits(18, 0)),
                        new InetSocketAddress("::1", 9091),
                        LogLevel.Debug));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    APITOKEN_POLICY            | orders           | APITOKEN_POLICY=orders: namespace/name of an AccessPolicy
                    APITOKEN_POLICY            | ''               | APITOKEN_POLICY=: namespace/name of an AccessPolicy
                    APITOKEN_POLICY            | Shop/orders      | APITOKEN_POLICY=Shop/orders: namespace/name of an AccessPolicy
                    APITOKEN_SOURCE            | consul           | APITOKEN_SOURCE=consul: kubernetes, or files:FOLDER
                    APITOKEN_SOURCE            | files:/nowhere   | APITOKEN_SOURCE=/nowhere: an existing folder
                    APITOKEN_BIND              | localhost        | APITOKEN_BIND=localhost: an IPv4 or IPv6 address of this machine
                    APITOKEN_PORT              | 80x              | APITOKEN_PORT=80x: a whole number from 0 to 65535
                    APITOKEN_PORT              | 65536            | APITOKEN_PORT=65536: a whole number from 0 to 65535
                    APITOKEN_MANAGEMENT_PORT   | -1               | APITOKEN_MANAGEMENT_PORT=-1: a whole number from 0 to 65535
                    APITOKEN_UPSTREAM          | 127.0.0.1:3000   | APITOKEN_UPSTREAM=127.0.0.1:3000: http://host[:port] without a path, or empty
                    APITOKEN_UPSTREAM          | https://app      | APITOKEN_UPSTREAM=https://app: http://host[:port] without a path, or empty
                    APITOKEN_UPSTREAM          | http://app/x     | APITOKEN_UPSTREAM=http://app/x: http://host[:port] without a path, or empty
                    APITOKEN_UPSTREAM          | http:app         | APITOKEN_UPSTREAM=http:app: http://host[:port] without a path, or empty
                    APITOKEN_TLS_CERTIFICATE   | /nowhere         | APITOKEN_TLS_CERTIFICATE=/nowhere: a file that can be read
                    APITOKEN_WHO_AM_I_PATH     | /a/../b          | APITOKEN_WHO_AM_I_PATH=/a/../b: an exact path, or off
                    APITOKEN_WHO_AM_I_PATH     | me               | APITOKEN_WHO_AM_I_PATH=me: an exact path, or off
                    APITOKEN_TRANSPORT         | io_uring         | APITOKEN_TRANSPORT=io_uring: one of auto, epoll, nio
                    APITOKEN_THREADS           | 0                | APITOKEN_THREADS=0: a whole number from 1 to 64
                    APITOKEN_LOG_LEVEL         | loud             | APITOKEN_LOG_LEVEL=loud: one of error, warn, info, debug, trace
                    APITOKEN_LOG_ALLOWED       | all              | APITOKEN_LOG_ALLOWED=all: a whole number from 0 to 10000
                    APITOKEN_MAX_HEADER_BYTES  | 8KiB             | APITOKEN_MAX_HEADER_BYTES=8KiB: a whole number from 1024 to 262144
                    APITOKEN_HEADER_TIMEOUT    | 10               | APITOKEN_HEADER_TIMEOUT=10: a number and ms, s, m or h, from 100ms to 24h
                    APITOKEN_IDLE_TIMEOUT      | 0s               | APITOKEN_IDLE_TIMEOUT=0s: a number and ms, s, m or h, from 100ms to 24h
                    APITOKEN_SHUTDOWN_DELAY    | 6m               | APITOKEN_SHUTDOWN_DELAY=6m: a number and ms, s, m or h, from 0s to 5m
                    """)
    void a_wrong_setting_is_named_with_its_value_and_what_is_allowed(String name, String value, String line) {
        assertThatThrownBy(() -> with(name, value))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage(line);
    }

    @Test
    void half_a_pair_of_tls_files_is_an_error() throws IOException {
        Path key = Files.writeString(folder.resolve("tls.key"), "x");

        assertThatThrownBy(() -> with("APITOKEN_TLS_KEY", key.toString()))
                .hasMessage("APITOKEN_TLS_CERTIFICATE=: a file, since the other half of the pair is set");
    }

    @Test
    void half_a_pod_is_an_error() {
        assertThatThrownBy(() -> with("APITOKEN_POD_UID", "6c4f0d3e"))
                .hasMessage("APITOKEN_POD_NAME=: that of the pod, since the other half of the pair is set");
        assertThatThrownBy(() -> with("APITOKEN_POD_NAME", "Orders", "APITOKEN_POD_UID", "6c4f0d3e"))
                .hasMessage("APITOKEN_POD_NAME=Orders: the name of this pod");
        assertThatThrownBy(() -> with("APITOKEN_POD_NAME", "orders", "APITOKEN_POD_UID", "a/b"))
                .hasMessage("APITOKEN_POD_UID=a/b: the UID of this pod");
    }

    @Test
    void a_message_is_one_line_whatever_the_value() {
        assertThatThrownBy(() -> with("APITOKEN_PORT", "1\n2\u001b[31m"))
                .hasMessage("APITOKEN_PORT=1?2?[31m: a whole number from 0 to 65535");
    }

    @Test
    void what_kubernetes_sets_for_a_service_called_apitoken_is_not_a_setting() {
        assertThat(with("APITOKEN_PORT", "tcp://10.0.0.1:80").gate().bind().getPort())
                .isEqualTo(8080);
    }
}
