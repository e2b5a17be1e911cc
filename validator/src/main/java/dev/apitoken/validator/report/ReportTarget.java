package dev.apitoken.validator.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Which object this validator writes.
 *
 * @param policy the AccessPolicy, in the same namespace
 * @param pod whose end is the report's end; empty: nobody's
 */
public record ReportTarget(String namespace, String name, String policy, Optional<Pod> pod) {
    /** The CRD's bound. */
    private static final int LONGEST_NAME = 63;

    private static final int SUFFIX = 10;

    /** This program's own pod. */
    public record Pod(String name, String uid) {}

    /** Two gates of one pod have two reports, and a container that starts again goes on with its own. */
    public static ReportTarget of(String namespace, String policy, Pod pod) {
        return new ReportTarget(namespace, fitted(pod.name() + "." + policy), policy, Optional.of(pod));
    }

    /** For a validator that does not know its pod, or has none: each start is a report of its own. */
    public static ReportTarget of(String namespace, String policy, RandomGenerator random) {
        var bits = new byte[SUFFIX / 2];
        random.nextBytes(bits);
        String suffix = HexFormat.of().formatHex(bits);
        return new ReportTarget(namespace, shortened(policy) + "-" + suffix, policy, Optional.empty());
    }

    private static String fitted(String name) {
        return name.length() <= LONGEST_NAME
                ? name
                : shortened(name) + "-" + HexFormat.of().formatHex(sha256(name)).substring(0, SUFFIX);
    }

    /** Ends in a letter or digit, as every part of a name must. */
    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), LONGEST_NAME - SUFFIX - 1))
                .replaceAll("[-.]+$", "");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
