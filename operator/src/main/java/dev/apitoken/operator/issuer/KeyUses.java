package dev.apitoken.operator.issuer;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ApiTokenStatus.IssuedToken;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.token.secret.TokenEnds;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyId;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens each key has signed, kept current from the token Secrets: they are the state (rule C6). Where a status
 * tells of a token whose Secret is out of sight, the status counts, and one that says no end means an unknown one.
 *
 * <p>A Secret is believed at first and the last one of a key checked when it matters: a signature costs about a
 * millisecond, and a forged Secret of some tenant must not keep a key for ever.
 */
public final class KeyUses {
    /**
     * @param resourceVersion of the Secret that said it
     * @param isProven by the signature of a token in it
     */
    private record End(Instant at, String resourceVersion, boolean isProven) {}

    private final Watch<Secret> tokenSecrets;
    private final Watch<ApiToken> apiTokens;
    private final Map<KeyId, Map<ObjectName, End>> ends = new ConcurrentHashMap<>();
    private final Map<ObjectName, Set<KeyId>> bySecret = new ConcurrentHashMap<>();

    /** To be made before the watches start, so that no Secret is missed. */
    public KeyUses(Watch<Secret> tokenSecrets, Watch<ApiToken> apiTokens) {
        this.tokenSecrets = tokenSecrets;
        this.apiTokens = apiTokens;
        tokenSecrets.onChange(secret -> note(ObjectName.of(secret)));
    }

    /** @param keys of the ring that the key is in */
    KeyUse of(KeyId key, JwkSet keys) {
        var inSecrets = lastEnd(key, keys).stream().map(Optional::of);
        return KeyUse.of(Stream.concat(inSecrets, outOfSight(key)).toList());
    }

    private Optional<Instant> lastEnd(KeyId key, JwkSet keys) {
        var secrets = ends.getOrDefault(key, Map.of());
        var last = secrets.values().stream().max(Comparator.comparing(End::at));
        return last.filter(end -> !end.isProven()).isPresent() ? lastProven(key, keys, secrets) : last.map(End::at);
    }

    /** Checks the latest first, and no more than it takes. */
    private Optional<Instant> lastProven(KeyId key, JwkSet keys, Map<ObjectName, End> secrets) {
        var latestFirst = secrets.entrySet().stream()
                .map(Map.Entry::copyOf)
                .sorted(Map.Entry.comparingByValue(Comparator.comparing(End::at).reversed()))
                .toList();
        var last = Instant.MIN;
        for (var said : latestFirst) {
            if (!said.getValue().at().isAfter(last)) {
                break;
            }
            var end = said.getValue().isProven() ? Optional.of(said.getValue().at()) : check(key, keys, said, secrets);
            last = end.filter(last::isBefore).orElse(last);
        }
        return Optional.of(last).filter(Instant.MIN::isBefore);
    }

    /** What a change of the Secret has said meanwhile is left alone: it is checked in its turn. */
    private Optional<Instant> check(
            KeyId key, JwkSet keys, Map.Entry<ObjectName, End> said, Map<ObjectName, End> secrets) {
        var proven = tokenSecrets
                .get(said.getKey())
                .map(secret -> TokenEnds.proven(SecretObject.content(secret), keys))
                .flatMap(found -> Optional.ofNullable(found.get(key)));
        if (proven.isPresent()) {
            secrets.replace(
                    said.getKey(),
                    said.getValue(),
                    new End(proven.get(), said.getValue().resourceVersion(), true));
        } else {
            secrets.remove(said.getKey(), said.getValue());
        }
        return proven;
    }

    private void note(ObjectName name) {
        var secret = tokenSecrets.get(name);
        var said =
                secret.map(found -> TokenEnds.said(SecretObject.content(found))).orElseGet(Map::of);
        String version =
                secret.map(found -> found.getMetadata().getResourceVersion()).orElse("");
        said.forEach((key, at) ->
                ends.merge(key, new ConcurrentHashMap<>(Map.of(name, new End(at, version, false))), KeyUses::together));
        var before = said.isEmpty() ? bySecret.remove(name) : bySecret.put(name, Set.copyOf(said.keySet()));
        if (before != null) {
            before.stream()
                    .filter(key -> !said.containsKey(key))
                    .forEach(key -> ends.computeIfPresent(key, (any, secrets) -> without(secrets, name)));
        }
    }

    private static Map<ObjectName, End> together(Map<ObjectName, End> secrets, Map<ObjectName, End> more) {
        secrets.putAll(more);
        return secrets;
    }

    private static @Nullable Map<ObjectName, End> without(Map<ObjectName, End> secrets, ObjectName name) {
        secrets.remove(name);
        return secrets.isEmpty() ? null : secrets;
    }

    private Stream<Optional<Instant>> outOfSight(KeyId key) {
        return apiTokens.all().stream()
                .filter(token -> token.getMetadata().getDeletionTimestamp() == null)
                .filter(token -> signedBy(token, key))
                .filter(token ->
                        tokenSecrets.underKey(ObjectName.of(token).toString()).isEmpty())
                .map(KeyUses::end);
    }

    private static boolean signedBy(ApiToken token, KeyId key) {
        return Optional.ofNullable(token.getStatus().token())
                .map(IssuedToken::keyId)
                .filter(key.value()::equals)
                .isPresent();
    }

    private static Optional<Instant> end(ApiToken token) {
        try {
            return Optional.ofNullable(token.getStatus().token())
                    .map(IssuedToken::expiresAt)
                    .map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
