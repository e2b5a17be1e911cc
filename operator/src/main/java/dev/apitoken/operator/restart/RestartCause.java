package dev.apitoken.operator.restart;

import java.time.Instant;

/**
 * The new token on account of which a workload is restarted.
 *
 * @param apiToken name of the ApiToken, at most 63 characters
 * @param revision of the token
 * @param tokenId tells it from a token of an earlier ApiToken by the same name, whose revisions began at 1 too
 * @param issuedAt when the token came into being
 */
public record RestartCause(String apiToken, long revision, String tokenId, Instant issuedAt) {
    /** Each ApiToken has a key of its own, so that several may restart the same workload. */
    private static final String PREFIX = "restart.apitoken.dev/";

    String annotation() {
        return PREFIX + apiToken;
    }

    /** The same for the same token: to set it again changes no template and starts no pod (rule A16). */
    String mark() {
        return revision + "/" + tokenId;
    }
}
