package dev.apitoken.token.rotation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/** When a token is due for renewal, counted on the token really issued (rules A2 and A3). */
public final class RenewalTime {
    private RenewalTime() {}

    /**
     * Whole seconds; not before a tenth of the token's life has passed and always before its end. The same for the
     * same token, at every call and after every restart: a jitter drawn afresh could put a renewal off for ever.
     *
     * @param uid of the ApiToken
     */
    public static Instant of(ObservedToken token, RotationPolicy policy, String uid) {
        long life = token.life().toSeconds();
        long renewBefore = policy.renewBefore().of(token.life()).toSeconds();
        long maxJitter = Math.min(renewBefore, life) / 100 * policy.jitterPercent()
                + Math.min(renewBefore, life) % 100 * policy.jitterPercent() / 100;
        long jitter = (long) (maxJitter * fraction(uid, token.revision()));
        long earliest = Math.ceilDiv(life, 10);
        long latest = life - 1;
        long afterIssue = Math.min(Math.max(life - renewBefore - jitter, earliest), latest);
        return token.issuedAt().plusSeconds(afterIssue);
    }

    /** Of the range 0 to 1, exclusive; evenly spread over users and revisions. */
    private static double fraction(String uid, long revision) {
        try {
            var seed = (uid + "/" + revision).getBytes(StandardCharsets.UTF_8);
            var hash = MessageDigest.getInstance("SHA-256").digest(seed);
            return (ByteBuffer.wrap(hash).getInt() & 0xFFFF_FFFFL) / 0x1.0p32;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
