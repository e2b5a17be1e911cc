package dev.apitoken.validator.decision;

import dev.apitoken.token.access.CredentialSettings;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.validator.credential.Place;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request that nobody sent: one token, in one place, from one address. It is judged like any other, so what is said
 * about it holds for the real one.
 */
public final class Trial implements Request {
    private static final IpAddress UNSAID = new IpAddress(0, 0);

    private final String method;
    private final String target;
    private final String field;
    private final String value;
    private final IpAddress source;

    private Trial(String method, String target, String field, String value, IpAddress source) {
        this.method = method;
        this.target = target;
        this.field = field;
        this.value = value;
        this.source = source;
    }

    /**
     * @param source of the client, before all proxies; empty: not known
     * @return empty: no credential is read in this place
     */
    public static Optional<Trial> of(
            String token,
            Place place,
            String method,
            String target,
            Optional<IpAddress> source,
            CredentialSettings places) {
        IpAddress from = source.orElse(UNSAID);
        return switch (place) {
            case AuthorizationBearer ->
                places.authorizationBearer()
                        ? Optional.of(new Trial(method, target, "Authorization", "Bearer " + token, from))
                        : Optional.empty();
            case ApiKeyHeader -> places.apiKeyHeader().map(name -> new Trial(method, target, name, token, from));
            case ApiKeyCookie ->
                places.apiKeyCookie().map(name -> new Trial(method, target, "Cookie", name + "=" + token, from));
            case AuthTokenHeader -> places.authTokenHeader().map(name -> new Trial(method, target, name, token, from));
        };
    }

    /** The first place that is read. */
    public static Optional<Place> usualPlace(CredentialSettings places) {
        if (places.authorizationBearer()) {
            return Optional.of(Place.AuthorizationBearer);
        }
        if (places.apiKeyHeader().isPresent()) {
            return Optional.of(Place.ApiKeyHeader);
        }
        return places.authTokenHeader().isPresent()
                ? Optional.of(Place.AuthTokenHeader)
                : places.apiKeyCookie().map(name -> Place.ApiKeyCookie);
    }

    /** The same token in the same place, whatever it is to be used for. */
    Trial anywhere() {
        return new Trial("GET", "/", field, value, source);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String target() {
        return target;
    }

    /** A client whose address is that of a trusted proxy is said to be its own client. */
    @Override
    public List<String> headers(String name) {
        if (name.equalsIgnoreCase(field)) {
            return List.of(value);
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "x-forwarded-for", "x-real-ip" -> List.of(source.toString());
            case "forwarded" -> List.of("for=\"" + source + "\"");
            default -> List.of();
        };
    }

    @Override
    public IpAddress peer() {
        return source;
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "Trial[" + method + " with " + field + "]";
    }
}
