package dev.apitoken.token.access;

/**
 * What the upstream learns about the caller.
 *
 * @param headerPrefix of the identity headers
 * @param forwardCredential whether the credential itself goes on to the upstream
 */
public record IdentitySettings(String headerPrefix, boolean forwardCredential) {
    public static final IdentitySettings DEFAULT = new IdentitySettings("X-ApiToken-", false);
}
