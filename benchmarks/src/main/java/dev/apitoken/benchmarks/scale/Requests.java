package dev.apitoken.benchmarks.scale;

import dev.apitoken.benchmarks.Spread;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the operator asked of the API server during one part of the run. */
record Requests(List<AuditEntry> entries) {
    private static final double NANOS_PER_MILLI = 1e6;

    long writes() {
        return entries.stream().filter(AuditEntry::isWrite).count();
    }

    long leaseWrites() {
        return entries.stream()
                .filter(AuditEntry::isLease)
                .filter(entry -> !entry.verb().equals("get"))
                .count();
    }

    Optional<Instant> lastWrite() {
        return entries.stream()
                .filter(AuditEntry::isWrite)
                .map(AuditEntry::answered)
                .max(Instant::compareTo);
    }

    /** Secrets that hold tokens; those of policies have other names. */
    List<AuditEntry> tokenSecretWrites() {
        return entries.stream()
                .filter(entry -> entry.isWriteOf("secrets") && entry.succeeded())
                .filter(entry -> entry.name().startsWith("t-") || entry.name().startsWith("s-"))
                .toList();
    }

    /** By verb and resource, and those that failed once more by their status. */
    Map<String, Long> byKind() {
        return entries.stream()
                .filter(entry -> !entry.isLease())
                .collect(Collectors.groupingBy(
                        entry -> entry.succeeded() ? entry.kind() : entry.kind() + " " + entry.status(),
                        TreeMap::new,
                        Collectors.counting()));
    }

    /** From the first byte of a request to its answer, by the API server's clock. */
    Spread latency() {
        return Spread.of(
                entries.stream()
                        .map(entry -> entry.took().toNanos() / NANOS_PER_MILLI)
                        .toList(),
                "ms");
    }
}
