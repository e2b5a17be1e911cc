package dev.apitoken.operator.access;

import static dev.apitoken.operator.access.InvalidField.check;
import static dev.apitoken.operator.access.InvalidField.oneOf;
import static dev.apitoken.operator.access.InvalidField.read;

import dev.apitoken.crds.AccessPolicySpec;
import dev.apitoken.operator.access.ParsedSettings.Invalid;
import dev.apitoken.operator.access.ParsedSettings.Valid;
import dev.apitoken.token.TokenDuration;
import dev.apitoken.token.access.AddressRange;
import dev.apitoken.token.access.ClientAddressMode;
import dev.apitoken.token.access.Everybody;
import dev.apitoken.token.access.ExternalAuthorizationSettings;
import dev.apitoken.token.access.IdentitySettings;
import dev.apitoken.token.access.MultipleCredentials;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.token.access.ResponseSettings;
import dev.apitoken.token.secret.AccessSecret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the spec of an AccessPolicy and fills in every default. Everything that the CRD refuses is refused here again:
 * an API server may hold objects older than its CRD.
 */
public final class PolicySettingsParser {
    private static final Pattern AUDIENCE = Pattern.compile("[!#-\\[\\]-~]{1,128}");
    private static final Pattern REALM = Pattern.compile("[ !#-\\[\\]-~]{1,128}");
    private static final Pattern HEADER_PREFIX = Pattern.compile("[A-Za-z][A-Za-z0-9-]{1,30}-");
    private static final Duration MIN_STALENESS = Duration.ofSeconds(10);
    private static final Duration MAX_STALENESS = Duration.ofDays(30);
    private static final int MAX_RANGES = 64;

    private PolicySettingsParser() {}

    public static ParsedSettings parse(String namespace, String name, AccessPolicySpec spec) {
        try {
            return new Valid(settings(namespace, name, spec));
        } catch (InvalidField e) {
            return new Invalid(e.field(), e.problem());
        }
    }

    private static PolicySettings settings(String namespace, String name, AccessPolicySpec spec) {
        var audience = Objects.requireNonNullElse(spec.audience(), namespace);
        check(AUDIENCE.matcher(audience).matches(), "audience", "must have 1 to 128 printable ASCII characters");
        var identity = identity(spec.identity());
        var settings = new PolicySettings(
                namespace,
                name,
                audience,
                CredentialSettingsParser.parse(spec.credentials(), identity.headerPrefix()),
                oneOf(MultipleCredentials.class, "multipleCredentials", spec.multipleCredentials()),
                RuleParser.parse(spec.rules()),
                ranges("trustedProxies", spec.trustedProxies()),
                clientAddress(spec.clientAddress()),
                responses(spec.responses(), audience),
                externalAuthorization(spec.externalAuthorization()),
                spec.cookieRequiresSameOrigin(),
                spec.closeStreams(),
                identity,
                maxStaleness(spec.maxStaleness()));
        check(AccessSecret.hasRoomFor(settings), "rules", "must be shorter: they do not fit into an access Secret");
        return settings;
    }

    /** The gate cannot read the PROXY protocol yet, so nobody can ask for it. */
    private static ClientAddressMode clientAddress(String text) {
        var mode = oneOf(ClientAddressMode.class, "clientAddress", text);
        check(mode != ClientAddressMode.ProxyProtocol, "clientAddress", "must name a header");
        return mode;
    }

    private static IdentitySettings identity(AccessPolicySpec.Identity identity) {
        check(
                HEADER_PREFIX.matcher(identity.headerPrefix()).matches(),
                "identity.headerPrefix",
                "must have 3 to 32 letters, digits and dashes, the last a dash");
        check(
                !HeaderNames.isStartOfStandardHeaders(identity.headerPrefix()),
                "identity.headerPrefix",
                "must not be the start of standard headers");
        return new IdentitySettings(identity.headerPrefix(), identity.forwardCredential());
    }

    private static ResponseSettings responses(AccessPolicySpec.Responses responses, String audience) {
        var realm = Objects.requireNonNullElse(responses.realm(), audience);
        check(REALM.matcher(realm).matches(), "responses.realm", "must have 1 to 128 printable ASCII characters");
        return new ResponseSettings(
                status("responses.insufficientRole", responses.insufficientRole()),
                status("responses.deniedSource", responses.deniedSource()),
                oneOf(ResponseSettings.Format.class, "responses.format", responses.format()),
                realm);
    }

    private static int status(String field, Long status) {
        check(Set.of(401L, 403L).contains(status), field, "must be 401 or 403");
        return status.intValue();
    }

    private static ExternalAuthorizationSettings externalAuthorization(AccessPolicySpec.ExternalAuthorization spec) {
        return new ExternalAuthorizationSettings(
                ranges("externalAuthorization.callers", spec.callers()),
                oneOf(ExternalAuthorizationSettings.Profile.class, "externalAuthorization.profile", spec.profile()));
    }

    /** Who is believed must be somebody: a list that means everybody would let any client choose its own address. */
    private static List<AddressRange> ranges(String field, List<String> texts) {
        check(texts.size() <= MAX_RANGES, field, "must have at most " + MAX_RANGES + " entries");
        var ranges = new ArrayList<AddressRange>();
        for (int i = 0; i < texts.size(); i++) {
            String at = field + "[" + i + "]";
            ranges.add(read(at, texts.get(i), AddressRange::parse));
            check(!Everybody.isAmong(ranges), at, "must not be everybody, also not together with those before it");
        }
        return List.copyOf(ranges);
    }

    private static Duration maxStaleness(String text) {
        var duration = read("maxStaleness", text, TokenDuration::parse);
        check(
                duration.compareTo(MIN_STALENESS) >= 0 && duration.compareTo(MAX_STALENESS) <= 0,
                "maxStaleness",
                "must be between 10s and 30d");
        return duration;
    }
}
