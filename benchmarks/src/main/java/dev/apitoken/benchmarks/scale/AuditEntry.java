package dev.apitoken.benchmarks.scale;

import java.time.Duration;
import java.time.Instant;

/**
 * One answered request of the operator, as the API server wrote it down.
 *
 * @param resource with its subresource, such as {@code apitokens/status}
 */
record AuditEntry(
        Instant received, Instant answered, String verb, String resource, String namespace, String name, int status) {
    private static final int FIRST_ERROR = 400;

    /** The lease is the operator's heartbeat, not work. */
    boolean isLease() {
        return resource.equals("leases");
    }

    /** A question is created as well ({@code selfsubjectrulesreviews}), and answered without anything being stored. */
    boolean isWrite() {
        return switch (verb) {
            case "get", "list", "watch" -> false;
            default -> !isLease() && !resource.endsWith("reviews");
        };
    }

    boolean succeeded() {
        return status < FIRST_ERROR;
    }

    boolean isWriteOf(String wanted) {
        return isWrite() && resource.equals(wanted);
    }

    /** What users and metrics would call it: the verb and what it was done to. */
    String kind() {
        return verb + " " + resource;
    }

    Duration took() {
        return Duration.between(received, answered);
    }
}
