package dev.apitoken.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Requests that are sent in turn, again and again.
 *
 * @param requests as bytes, each whole
 * @param status what every answer to them must have
 */
public record Workload(List<byte[]> requests, int status) {
    private static final int OK = 200;

    public Workload {
        requests = List.copyOf(requests);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("nothing to send");
        }
    }

    /** One GET for each token, with the headers that a small client sends. */
    public static Workload get(String path, List<String> tokens) {
        return new Workload(tokens.stream().map(token -> request(path, token)).toList(), OK);
    }

    public Workload answeredBy(int other) {
        return new Workload(requests, other);
    }

    static byte[] request(String path, String token) {
        String text = "GET " + path + " HTTP/1.1\r\n"
                + "Host: shop.example\r\n"
                + "User-Agent: benchmark/1\r\n"
                + "Accept: application/json\r\n"
                + "Accept-Encoding: gzip\r\n"
                + "X-Request-Id: 5f0c7a9e1b\r\n"
                + "Authorization: Bearer " + token + "\r\n\r\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
