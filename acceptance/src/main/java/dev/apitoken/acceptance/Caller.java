package dev.apitoken.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** A client of the protected API, at an address of its own on this machine. */
public final class Caller implements AutoCloseable {
    private final HttpClient client;
    private final String validator;
    private final String address;

    private Caller(HttpClient client, String validator, String address) {
        this.client = client;
        this.validator = validator;
        this.address = address;
    }

    /** @param address where its connections come from, in 127.0.0.0/8 */
    public static Caller at(String address, String validator) {
        try {
            var client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .localAddress(InetAddress.getByName(address))
                    .build();
            return new Caller(client, validator, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return address;
    }

    /** The four places a token may stand in, by what a client sends. The seeds' calls, word for word. */
    public static List<Credential> everyPlace(String token) {
        return List.of(
                new Credential("Authorization", "Bearer " + token),
                new Credential("X-API-KEY", token),
                new Credential("Cookie", "X-API-KEY=" + token),
                new Credential("X-Auth-Token", token));
    }

    /**
     * One header. Its text shows a place, never the token.
     *
     * @param variable what stands for the value where it is shown, for example {@code $TOKEN}
     */
    public record Credential(String header, String value, String variable) {
        public static final String TOKEN = "$TOKEN";

        public Credential(String header, String value) {
            this(header, value, TOKEN);
        }

        public static Credential bearer(String token) {
            return bearer(token, TOKEN);
        }

        public static Credential bearer(String token, String variable) {
            return new Credential("Authorization", "Bearer " + token, variable);
        }

        @Override
        public String toString() {
            return switch (header) {
                case "Authorization" -> "Authorization: Bearer " + variable;
                case "Cookie" -> "Cookie: X-API-KEY=" + variable;
                case "X-API-KEY", "X-Auth-Token" -> header + ": " + variable;
                default -> header + ": " + value;
            };
        }
    }

    public record Answer(int status, String body) {
        @Override
        public String toString() {
            return status + (body.isBlank() ? "" : " " + body.strip());
        }
    }

    public Answer call(String method, String path, List<Credential> credentials) {
        var request = HttpRequest.newBuilder(URI.create(validator + path))
                .timeout(Duration.ofSeconds(10))
                .method(method, HttpRequest.BodyPublishers.noBody());
        credentials.forEach(credential -> request.header(credential.header(), credential.value()));
        try {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calling the API", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
