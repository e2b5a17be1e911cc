package dev.apitoken.testkit.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came over the wire.
 *
 * @param target path and query
 * @param headers by lower-case name
 */
record Request(String method, String target, Map<String, String> headers, byte[] body) {
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean asksForWebSocket() {
        return header("upgrade").filter("websocket"::equalsIgnoreCase).isPresent();
    }

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    Request to(String otherTarget) {
        return new Request(method, otherTarget, headers, body);
    }

    /** Missing when there is no body, or one that is no JSON. */
    JsonNode json() {
        return json(body);
    }

    static JsonNode json(byte[] text) {
        if (text.length == 0 || text[0] != '{') {
            return MissingNode.getInstance();
        }
        return Serialization.unmarshal(new String(text, StandardCharsets.UTF_8), JsonNode.class);
    }
}
