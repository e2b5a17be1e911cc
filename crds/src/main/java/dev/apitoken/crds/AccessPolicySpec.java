package dev.apitoken.crds;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks of an {@link AccessPolicy}. Null means absent: {@code audience} is then the namespace's name,
 * {@code tokensFrom} this namespace alone.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccessPolicySpec(
        @Nullable String audience,
        @Nullable List<TokenOrigin> tokensFrom,
        Credentials credentials,
        String multipleCredentials,
        List<Rule> rules,
        List<String> trustedProxies,
        String clientAddress,
        Responses responses,
        ExternalAuthorization externalAuthorization,
        Boolean cookieRequiresSameOrigin,
        Boolean closeStreams,
        Identity identity,
        String maxStaleness,
        Validators validators) {

    public static final AccessPolicySpec DEFAULTS = new AccessPolicySpec(
            null,
            null,
            Credentials.DEFAULTS,
            "Same",
            List.of(),
            List.of(),
            "XForwardedFor",
            Responses.DEFAULTS,
            ExternalAuthorization.DEFAULTS,
            true,
            true,
            Identity.DEFAULTS,
            "15m",
            Validators.DEFAULTS);

    public AccessPolicySpec {
        credentials = requireNonNullElse(credentials, Credentials.DEFAULTS);
        multipleCredentials = requireNonNullElse(multipleCredentials, "Same");
        rules = requireNonNullElse(rules, List.of());
        trustedProxies = requireNonNullElse(trustedProxies, List.of());
        clientAddress = requireNonNullElse(clientAddress, "XForwardedFor");
        responses = requireNonNullElse(responses, Responses.DEFAULTS);
        externalAuthorization = requireNonNullElse(externalAuthorization, ExternalAuthorization.DEFAULTS);
        cookieRequiresSameOrigin = requireNonNullElse(cookieRequiresSameOrigin, true);
        closeStreams = requireNonNullElse(closeStreams, true);
        identity = requireNonNullElse(identity, Identity.DEFAULTS);
        maxStaleness = requireNonNullElse(maxStaleness, "15m");
        validators = requireNonNullElse(validators, Validators.DEFAULTS);
    }

    /** Whose tokens may come: from which namespaces, of which issuer, with which roles. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TokenOrigin(
            @Nullable Namespaces namespaces,
            @Nullable IssuerRef issuerRef,
            @Nullable List<String> roles) {}

    /** {@code from}: Same, All or Selector; {@code selector} only with the last. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Namespaces(String from, @Nullable LabelSelector selector) {}

    /** Where a request may carry its token. An empty name switches a place off. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Credentials(
            Boolean authorizationBearer, String apiKeyHeader, String apiKeyCookie, String authTokenHeader) {

        public static final Credentials DEFAULTS = new Credentials(true, "X-API-KEY", "X-API-KEY", "X-Auth-Token");

        public Credentials {
            authorizationBearer = requireNonNullElse(authorizationBearer, true);
            apiKeyHeader = requireNonNullElse(apiKeyHeader, "X-API-KEY");
            apiKeyCookie = requireNonNullElse(apiKeyCookie, "X-API-KEY");
            authTokenHeader = requireNonNullElse(authTokenHeader, "X-Auth-Token");
        }
    }

    /** One rule; the first that matches decides. Null methods: every method; null access: Authenticated. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rule(
            List<String> paths,
            @Nullable List<String> methods,
            @Nullable List<String> roles,
            @Nullable String access) {}

    /** How refusals look. A null realm is the audience. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Responses(
            Long insufficientRole,
            Long deniedSource,
            String format,
            @Nullable String realm) {

        public static final Responses DEFAULTS = new Responses(403L, 401L, "Json", null);

        public Responses {
            insufficientRole = requireNonNullElse(insufficientRole, 403L);
            deniedSource = requireNonNullElse(deniedSource, 401L);
            format = requireNonNullElse(format, "Json");
        }
    }

    /** Who may ask {@code /apitoken/auth}, and in whose dialect. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ExternalAuthorization(List<String> callers, String profile) {

        public static final ExternalAuthorization DEFAULTS =
                new ExternalAuthorization(List.of("127.0.0.0/8", "::1/128"), "Nginx");

        public ExternalAuthorization {
            callers = requireNonNullElse(callers, List.of("127.0.0.0/8", "::1/128"));
            profile = requireNonNullElse(profile, "Nginx");
        }
    }

    /** What the application behind the gate is told about the caller. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Identity(String headerPrefix, Boolean forwardCredential) {

        public static final Identity DEFAULTS = new Identity("X-ApiToken-", false);

        public Identity {
            headerPrefix = requireNonNullElse(headerPrefix, "X-ApiToken-");
            forwardCredential = requireNonNullElse(forwardCredential, false);
        }
    }

    /** Which service accounts of this namespace may read the access Secret. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Validators(List<String> serviceAccounts) {

        public static final Validators DEFAULTS = new Validators(List.of("default"));

        public Validators {
            serviceAccounts = requireNonNullElse(serviceAccounts, List.of("default"));
        }
    }
}
