package dev.apitoken.operator.access;

import static dev.apitoken.operator.access.InvalidField.check;

import dev.apitoken.crds.AccessPolicySpec;
import dev.apitoken.token.access.CredentialSettings;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a request may carry its token: at least one place, and none that means something else already. */
final class CredentialSettingsParser {
    private static final Pattern COOKIE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private CredentialSettingsParser() {}

    static CredentialSettings parse(AccessPolicySpec.Credentials spec, String identityPrefix) {
        var settings = new CredentialSettings(
                spec.authorizationBearer(),
                header("credentials.apiKeyHeader", spec.apiKeyHeader(), identityPrefix),
                cookie(spec.apiKeyCookie()),
                header("credentials.authTokenHeader", spec.authTokenHeader(), identityPrefix));
        check(isAnyOn(settings), "credentials", "at least one place for a credential must be left on");
        check(
                spec.apiKeyHeader().isEmpty() || !spec.apiKeyHeader().equalsIgnoreCase(spec.authTokenHeader()),
                "credentials.authTokenHeader",
                "must be another header than apiKeyHeader");
        return settings;
    }

    private static boolean isAnyOn(CredentialSettings settings) {
        return settings.authorizationBearer()
                || settings.apiKeyHeader().isPresent()
                || settings.apiKeyCookie().isPresent()
                || settings.authTokenHeader().isPresent();
    }

    private static Optional<String> header(String field, String name, String identityPrefix) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        check(HeaderNames.mayCarryCredential(name), field, "must be a header name without a meaning of its own");
        // The validator drops what a client sends under the prefix of the identity headers.
        check(!HeaderNames.startsWith(name, identityPrefix), field, "must not start with identity.headerPrefix");
        return Optional.of(name);
    }

    private static Optional<String> cookie(String name) {
        check(
                name.isEmpty() || COOKIE.matcher(name).matches(),
                "credentials.apiKeyCookie",
                "must have at most 64 letters, digits, dots, underscores and dashes");
        return Optional.of(name).filter(each -> !each.isEmpty());
    }
}
