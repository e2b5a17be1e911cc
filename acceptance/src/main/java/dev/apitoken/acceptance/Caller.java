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

    private Caller(HttpClient client, String validator) {
        this.client = client;
        this.validator = validator;
    }

    /** @param address where its connections come from, in 127.0.0.0/8 */
    public static Caller at(String address, String validator) {
        try {
            var client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .localAddress(InetAddress.getByName(address))
                    .build();
            return new Caller(client, validator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The four places a token may stand in, by what a client sends. The seeds' calls, word for word. */
    public static List<Credential> everyPlace(String token) {
        return List.of(
                new Credential("Authorization", "Bearer " + token),
                new Credential("X-API-KEY", token),
                new Credential("Cookie", "X-API-KEY=" + token),
                new Credential("X-Auth-Token", token));
    }

    /** One header. Its text shows a place, never the token. */
    public record Credential(String header, String value) {
        public static Credential bearer(String token) {
            return new Credential("Authorization", "Bearer " + token);
        }

        @Override
        public String toString() {
            return switch (header) {
                case "Authorization" -> "Authorization: Bearer $TOKEN";
                case "Cookie" -> "Cookie: X-API-KEY=$TOKEN";
                case "X-API-KEY", "X-Auth-Token" -> header + ": $TOKEN";
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
