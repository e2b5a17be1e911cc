package dev.apitoken.token.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.TestKeys;
import dev.apitoken.token.signing.TokenSigner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Each item, mounted as a file, does its work in the program it is meant for (rule B12). */
class SecretItemIT {
    private static final SignedToken TOKEN = TokenSigner.sign(TestKeys.claims(), TestKeys.key(SigningAlgorithm.ES256));

    @TempDir
    private Path mount;

    private HttpServer echo;

    @BeforeEach
    void startAnApiThatAnswersWithTheCredentialItGot() throws IOException {
        echo = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        echo.createContext("/", exchange -> {
            var fields = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
            var body = String.join("|", fields).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        echo.start();
    }

    @AfterEach
    void stopIt() {
        echo.stop(0);
    }

    @Test
    void aShellSourcesTheEnvFile() throws Exception {
        var file = mounted(ItemFormat.EnvFile);

        assertThat(run("sh", "-ec", ". \"$0\"; printf %s \"$API_TOKEN\"", file)).isEqualTo(TOKEN.reveal());
    }

    @Test
    void theBareTokenNeedsNoTrimming() throws Exception {
        assertThat(run("cat", mounted(ItemFormat.Token))).isEqualTo(TOKEN.reveal());
    }

    @Test
    @EnabledIf("curlIsThere")
    void curlReadsTheConfig() throws Exception {
        assertThat(run("curl", "--silent", "--show-error", "--config", mounted(ItemFormat.CurlConfig), url()))
                .isEqualTo("Bearer " + TOKEN.reveal());
    }

    @Test
    @EnabledIf("curlIsThere")
    void curlReadsTheHeader() throws Exception {
        var file = mounted(ItemFormat.AuthorizationHeader);

        assertThat(run("curl", "--silent", "--show-error", "--header", "@" + file, url()))
                .isEqualTo("Bearer " + TOKEN.reveal());
    }

    static boolean curlIsThere() throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v curl >/dev/null")
                        .start()
                        .waitFor()
                == 0;
    }

    private String url() {
        return "http://127.0.0.1:" + echo.getAddress().getPort() + "/";
    }

    private String mounted(ItemFormat format) throws IOException {
        return Files.write(mount.resolve("item"), format.write(TOKEN)).toString();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return output;
    }
}
