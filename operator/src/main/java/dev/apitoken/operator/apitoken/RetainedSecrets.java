package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.token.secret.SecretContent;
import dev.apitoken.token.secret.TokenSecret;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secrets that stayed behind their ApiTokens ({@code deletionPolicy: Retain}). Their tokens are dead since the ApiToken
 * went; here that is written down, so that no ApiToken of the same name ever brings one back (rule B10).
 */
final class RetainedSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(RetainedSecrets.class);

    private static final Duration RESTORE = Duration.ofMinutes(10);

    private final Map<String, Instant> orphanedSince = new ConcurrentHashMap<>();

    /** The version of a Secret that was marked: until the watch brings the next, it looks unmarked. */
    private final Map<String, String> markedVersions = new ConcurrentHashMap<>();

    private final KubernetesClient client;
    private final Watch<Secret> secrets;
    private final Watch<ApiToken> apiTokens;
    private final ApiTokenUids uids;

    RetainedSecrets(KubernetesClient client, Watch<Secret> secrets, Watch<ApiToken> apiTokens, ApiTokenUids uids) {
        this.client = client;
        this.secrets = secrets;
        this.apiTokens = apiTokens;
        this.uids = uids;
    }

    void markEnded(Instant now) {
        var orphans = secrets.all().stream()
                .filter(this::isOrphan)
                .filter(secret -> !isMarked(secret, now))
                .toList();
        var issuedFor = orphans.stream().map(RetainedSecrets::issuedFor).toList();
        orphanedSince.keySet().retainAll(issuedFor);
        markedVersions.keySet().retainAll(issuedFor);
        issuedFor.forEach(uid -> orphanedSince.putIfAbsent(uid, now));
        orphans.stream()
                .filter(secret -> isCertain(secret, now) && !isJustMarked(secret))
                .forEach(secret -> mark(secret, now));
    }

    /** A restored backup brings Secrets back before their ApiTokens, so one found alone is given some time. */
    private boolean isCertain(Secret secret, Instant now) {
        var uid = issuedFor(secret);
        var since = orphanedSince.getOrDefault(uid, now);
        return uids.isDeleted(uid) || !since.plus(RESTORE).isAfter(now);
    }

    private boolean isJustMarked(Secret secret) {
        return version(secret).equals(markedVersions.get(issuedFor(secret)));
    }

    private static String version(Secret secret) {
        return secret.getMetadata().getResourceVersion();
    }

    private boolean isOrphan(Secret secret) {
        return isUnowned(secret)
                && apiTokenOf(secret)
                        .filter(name -> apiTokens.get(name).isEmpty() || uids.isDeleted(issuedFor(secret)))
                        .isPresent();
    }

    private static String issuedFor(Secret secret) {
        return TokenSecret.issuedFor(SecretObject.content(secret)).orElse("");
    }

    /**
     * Asks the API server first: an ApiToken that the cache does not know yet is not gone. One that was made again is not
     * the one that the token was issued for.
     */
    private void mark(Secret seen, Instant now) {
        try {
            boolean isGone = apiTokenOf(seen)
                    .map(name -> client.resources(ApiToken.class)
                            .inNamespace(name.namespace())
                            .withName(name.name())
                            .get())
                    .filter(token -> !uids.isDeleted(issuedFor(seen))
                            || token.getMetadata().getUid().equals(issuedFor(seen)))
                    .isEmpty();
            if (isGone) {
                client.resource(ended(seen, now)).update();
                markedVersions.put(issuedFor(seen), version(seen));
            }
        } catch (KubernetesClientException e) {
            LOG.info("Secret {} is marked as ended later: HTTP {}", ObjectName.of(seen), e.getCode());
        }
    }

    private static boolean isUnowned(Secret secret) {
        return TokenSecret.TYPE.equals(secret.getType())
                && Objects.requireNonNullElse(secret.getMetadata().getOwnerReferences(), List.of())
                        .isEmpty()
                && !issuedFor(secret).isEmpty();
    }

    private static boolean isMarked(Secret secret, Instant now) {
        var content = SecretObject.content(secret);
        return ended(content, now).annotations().equals(content.annotations());
    }

    /** In the version that was seen: whoever changed it since is asked again. */
    private static Secret ended(Secret seen, Instant now) {
        return new SecretBuilder(seen)
                .editMetadata()
                .withAnnotations(ended(SecretObject.content(seen), now).annotations())
                .endMetadata()
                .build();
    }

    private static SecretContent ended(SecretContent content, Instant now) {
        return TokenSecret.ended(content, now.truncatedTo(ChronoUnit.SECONDS));
    }

    private static Optional<ObjectName> apiTokenOf(Secret secret) {
        return TokenSecretOwners.of(secret).stream().findFirst();
    }
}
