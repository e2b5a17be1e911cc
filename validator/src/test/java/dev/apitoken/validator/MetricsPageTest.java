package dev.apitoken.validator;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.validator.gate.TlsFiles;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about metrics and what a running validator tells are the same: names, types and labels. */
class MetricsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "validator-metrics.md");
    private static final Pattern ROW = Pattern.compile("\\| `(apitoken_\\w+)` \\| (\\w+) \\|([^|]*)\\|.*");
    private static final Pattern SAMPLE = Pattern.compile("(apitoken_\\w+)(?:\\{(.*)})? \\S+");

    private record Metric(String type, Set<String> labels) {}

    @TempDir
    Path folder;

    @Test
    void each_metric_is_on_the_page_and_nothing_else_is() throws Exception {
        int management = freePort();
        Process process = start(management);
        try {
            String text = eventually(() -> scrape(management));
            assertThat(told(text)).isEqualTo(documented());
        } finally {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Map<String, Metric> documented() throws IOException {
        var metrics = new TreeMap<String, Metric>();
        for (String line : Files.readAllLines(PAGE)) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                metrics.put(
                        row.group(1),
                        new Metric(row.group(2), names(row.group(3).replace("`", ""))));
            }
        }
        return metrics;
    }

    private static Map<String, Metric> told(String text) {
        var metrics = new TreeMap<String, Metric>();
        text.lines().filter(line -> line.startsWith("# TYPE apitoken_")).forEach(line -> {
            String[] words = line.split(" ");
            metrics.put(words[2], new Metric(words[3], new TreeSet<>()));
        });
        text.lines().map(SAMPLE::matcher).filter(sample -> sample.matches()).forEach(sample -> {
            String name = String.valueOf(sample.group(1));
            String labels = Optional.ofNullable(sample.group(2)).orElse("").replaceAll("=\"[^\"]*\"", "");
            Metric metric = Optional.ofNullable(metrics.get(name))
                    .or(() -> Optional.ofNullable(metrics.get(name.replaceFirst("_(bucket|count|sum)$", ""))))
                    .orElseThrow();
            metric.labels().addAll(names(labels.replaceFirst("\\ble\\b", "")));
        });
        return metrics;
    }

    private static Set<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** With all that has metrics of its own: TLS, and an API server to report to, though nobody is there. */
    private Process start(int management) throws Exception {
        TlsFiles tls = Certificates.write(folder, "gate");
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                {"apiVersion": "v1", "kind": "Config", "current-context": "none",
                 "clusters": [{"name": "none", "cluster": {"server": "http://127.0.0.1:1"}}],
                 "users": [{"name": "none", "user": {}}],
                 "contexts": [{"name": "none", "context": {"cluster": "none", "user": "none"}}]}
                """);
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=logback.xml",
                ValidatorApplication.class.getName());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("APITOKEN_"));
        environment.put("KUBECONFIG", kubeconfig.toString());
        environment.put("APITOKEN_POLICY", "shop/orders");
        environment.put("APITOKEN_PORT", "0");
        environment.put("APITOKEN_MANAGEMENT_PORT", Integer.toString(management));
        environment.put("APITOKEN_TLS_CERTIFICATE", tls.certificate().toString());
        environment.put("APITOKEN_TLS_KEY", tls.key().toString());
        environment.put("APITOKEN_SHUTDOWN_DELAY", "0s");
        builder.redirectErrorStream(true);
        builder.redirectOutput(folder.resolve("out").toFile());
        return builder.start();
    }

    private static String scrape(int port) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/prometheus"));
            var answer = client.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
