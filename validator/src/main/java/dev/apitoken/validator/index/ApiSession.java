package dev.apitoken.validator.index;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads and watches named Secrets of one namespace over one HTTP/2 connection, with the credentials of the moment it
 * was opened. Whoever doubts the connection closes the session, which cuts it whatever its state, and opens another;
 * so credentials, certificates and the choice of an API server are renewed on the same way as everything else.
 *
 * <p>Every wait has a deadline here or at the caller: {@link HttpRequest.Builder#timeout} stops counting at the headers.
 */
final class ApiSession implements AutoCloseable {
    private static final Duration SMALL_ANSWER = Duration.ofSeconds(3);
    private static final Duration SECRET_ANSWER = Duration.ofSeconds(8);
    /** Metadata only: proves what is current without carrying up to 1 MiB. */
    private static final String METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    private final ApiConnection connection;
    private final String secrets;

    private ApiSession(ApiConnection connection, String secrets) {
        this.connection = connection;
        this.secrets = secrets;
    }

    static ApiSession open(Config config, String namespace) throws SourceException {
        try {
            return new ApiSession(ApiConnection.open(config), "api/v1/namespaces/" + namespace + "/secrets");
        } catch (IOException e) {
            throw new SourceException(SourceFailure.Unreachable, e);
        }
    }

    /** The version in the store now, past every cache of the API server; empty when there is no such Secret. */
    Optional<String> version(String name) throws SourceException, InterruptedException {
        Optional<byte[]> json = get(secrets + "/" + name, METADATA, SMALL_ANSWER);
        return json.isEmpty() ? Optional.empty() : Optional.of(SecretJson.version(json.get()));
    }

    Optional<SeenSecret> read(String name) throws SourceException, InterruptedException {
        Optional<byte[]> json = get(secrets + "/" + name, "application/json", SECRET_ANSWER);
        return json.isEmpty() ? Optional.empty() : Optional.of(SecretJson.secret(json.get()));
    }

    /** Rights on one name suffice for a watch with this selector. Without a version it begins with the present state. */
    WatchStream watch(String name, Optional<String> from, Duration life) {
        String query = "?watch=true&allowWatchBookmarks=true&fieldSelector=metadata.name%3D" + name
                + "&timeoutSeconds=" + life.toSeconds()
                + from.map(version -> "&resourceVersion=" + version).orElse("");
        WatchStream stream = new WatchStream();
        var unused = connection
                .http()
                .sendAsync(request(secrets + query, "application/json"), stream.bodyHandler())
                .whenComplete((answer, cause) -> stream.finished(cause));
        return stream;
    }

    private Optional<byte[]> get(String path, String accept, Duration atMost)
            throws SourceException, InterruptedException {
        HttpResponse<byte[]> answer =
                await(connection.http().sendAsync(request(path, accept), BodyHandlers.ofByteArray()), atMost);
        return switch (answer.statusCode()) {
            case 200 -> Optional.of(answer.body());
            case 404 -> Optional.empty();
            default -> throw refused(answer.statusCode());
        };
    }

    private static <T> T await(CompletableFuture<T> answer, Duration atMost)
            throws SourceException, InterruptedException {
        try {
            return answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new SourceException(SourceFailure.Unreachable, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new SourceException(SourceFailure.Unreachable, "no answer within " + atMost.toSeconds() + " s");
        }
    }

    private HttpRequest request(String path, String accept) {
        return connection.request(path).header("Accept", accept).build();
    }

    static SourceException refused(int status) {
        return new SourceException(SourceFailure.Refused, "status " + status);
    }

    /** Cuts every connection, also one whose other end is gone. */
    @Override
    public void close() {
        connection.close();
    }
}
