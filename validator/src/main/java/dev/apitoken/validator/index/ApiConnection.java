package dev.apitoken.validator.index;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** One HTTP/2 connection to the API server, with the credentials of the moment it was opened. */
public final class ApiConnection implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final HttpClient http;
    private final String server;
    private final Optional<String> token;

    private ApiConnection(HttpClient http, String server, Optional<String> token) {
        this.http = http;
        this.server = server;
        this.token = token;
    }

    /** @throws IOException if the certificates cannot be used */
    public static ApiConnection open(Config config) throws IOException {
        HttpClient http = HttpClient.newBuilder()
                .sslContext(tls(config))
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return new ApiConnection(http, config.getMasterUrl(), token(config));
    }

    private static SSLContext tls(Config config) throws IOException {
        try {
            return SSLUtils.sslContext(config);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException(e.getClass().getSimpleName(), e);
        }
    }

    private static Optional<String> token(Config config) {
        OAuthTokenProvider provider = config.getOauthTokenProvider();
        if (provider != null) {
            return Optional.ofNullable(provider.getToken());
        }
        return Optional.ofNullable(config.getOauthToken()).or(() -> Optional.ofNullable(config.getAutoOAuthToken()));
    }

    public HttpClient http() {
        return http;
    }

    /** @param path without a leading slash */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).header("User-Agent", "apitoken-validator");
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return request;
    }

    /** Cuts the connection whatever its state, also one whose other end is gone. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
