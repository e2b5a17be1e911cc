package dev.apitoken.validator.credential;

import dev.apitoken.token.access.CredentialSettings;
import dev.apitoken.token.access.MultipleCredentials;
import java.util.Set;

/**
 * Reads what a request presents in the places of its policy. Presence decides, not value: an empty or malformed field
 * was presented too, so nobody can hide one credential behind another. See docs/reference/credentials.md.
 */
public final class CredentialReader {
    private CredentialReader() {}

    public static PresentedCredentials read(
            HeaderLines headers, CredentialSettings settings, MultipleCredentials policy) {
        return find(headers, settings).judge(policy);
    }

    /** Where something was presented, whatever became of it: for the log of a denial. */
    public static Set<Place> places(HeaderLines headers, CredentialSettings settings) {
        return find(headers, settings).places();
    }

    /** Whether a line of Authorization is one that is read here, and therefore goes no further. */
    public static boolean isAuthorizationOurs(String line) {
        return AuthorizationField.isOurs(TokenSpan.trimmed(line));
    }

    private static FoundCredentials find(HeaderLines headers, CredentialSettings settings) {
        var found = new FoundCredentials();
        if (settings.authorizationBearer()) {
            AuthorizationField.read(headers.of("Authorization"), found);
        }
        if (settings.apiKeyHeader().isPresent()) {
            KeyField.read(headers.of(settings.apiKeyHeader().get()), Place.ApiKeyHeader, found);
        }
        if (settings.apiKeyCookie().isPresent()) {
            CookieField.read(headers.of("Cookie"), settings.apiKeyCookie().get(), found);
        }
        if (settings.authTokenHeader().isPresent()) {
            KeyField.read(headers.of(settings.authTokenHeader().get()), Place.AuthTokenHeader, found);
        }
        return found;
    }
}
