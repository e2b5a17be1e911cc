package dev.apitoken.testkit.fault;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A call and what really became of it, whatever the client was told (rule R5).
 *
 * @param status of the API server; 0: the call never reached it
 * @param answer of the API server; missing unless it is JSON
 */
public record Recorded(Call call, int status, JsonNode answer) {
    /** A write that changed something, or was allowed to. */
    public boolean isCommitted() {
        return call.isWrite() && status >= 200 && status < 300;
    }

    /** Of the object as it was written; 0 for what has none. Rises in the order of the writes. */
    public long resourceVersion() {
        return answer.at("/metadata/resourceVersion").asLong(0);
    }

    @Override
    public String toString() {
        return call + ": " + (status == 0 ? "not forwarded" : status);
    }
}
