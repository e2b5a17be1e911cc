package dev.apitoken.token.access;

import java.util.List;

/**
 * Who may ask for decisions about requests that do not pass through us.
 *
 * @param callers peers whose headers carry method, path and client; anybody else gets 403
 */
public record ExternalAuthorizationSettings(List<AddressRange> callers, Profile profile) {
    /** @throws IllegalArgumentException if everybody may ask */
    public ExternalAuthorizationSettings {
        callers = Everybody.excluded(callers, "callers");
    }

    public enum Profile {
        Nginx,
        Traefik,
        Caddy,
        Envoy,
        HAProxy
    }
}
