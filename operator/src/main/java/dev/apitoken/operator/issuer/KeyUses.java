package dev.apitoken.operator.issuer;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ApiTokenStatus.IssuedToken;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.token.secret.TokenSecret;
import dev.apitoken.token.signing.KeyId;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens each key has signed, kept current from the token Secrets: they are the state (rule C6). Where a status
 * tells of a token whose Secret is out of sight, the status counts, and one that says no end means an unknown one.
 */
public final class KeyUses {
    private final Watch<Secret> tokenSecrets;
    private final Watch<ApiToken> apiTokens;
    /** By key and UID of the Secret. */
    private final Map<KeyId, Map<String, Instant>> ends = new ConcurrentHashMap<>();

    private final Map<String, Map<KeyId, Instant>> bySecret = new ConcurrentHashMap<>();

    /** To be made before the watches start, so that no Secret is missed. */
    public KeyUses(Watch<Secret> tokenSecrets, Watch<ApiToken> apiTokens) {
        this.tokenSecrets = tokenSecrets;
        this.apiTokens = apiTokens;
        tokenSecrets.onChange(this::note);
    }

    KeyUse of(KeyId key) {
        var inSecrets = ends.getOrDefault(key, Map.of()).values().stream().map(Optional::of);
        return KeyUse.of(Stream.concat(inSecrets, outOfSight(key)).toList());
    }

    private void note(Secret changed) {
        String uid = changed.getMetadata().getUid();
        var current = tokenSecrets
                .get(ObjectName.of(changed))
                .filter(secret -> secret.getMetadata().getUid().equals(uid))
                .map(secret -> TokenSecret.signedUntil(SecretObject.content(secret)))
                .orElseGet(Map::of);
        var before = current.isEmpty() ? bySecret.remove(uid) : bySecret.put(uid, current);
        current.forEach((key, end) ->
                ends.computeIfAbsent(key, any -> new ConcurrentHashMap<>()).put(uid, end));
        if (before != null) {
            before.keySet().stream()
                    .filter(key -> !current.containsKey(key))
                    .forEach(key -> ends.computeIfPresent(key, (any, secrets) -> without(secrets, uid)));
        }
    }

    private static @Nullable Map<String, Instant> without(Map<String, Instant> secrets, String uid) {
        secrets.remove(uid);
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
