package dev.apitoken.operator.issuer;

import dev.apitoken.crds.ClusterTokenIssuer;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.token.secret.KeySecretAnnotations;
import dev.apitoken.token.secret.KeySecretAnnotations.Absence;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys whose issuer was deleted. They are kept for seven days, so that making the issuer again undoes the mistake, and
 * then removed, sooner where a namespace leaves too many. Since when is written down in their Secret. Keys of issuers out
 * of reach of this operator are somebody else's.
 */
final class OrphanedKeys {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanedKeys.class);

    private final KubernetesClient client;
    private final Watch<Secret> signingKeys;
    private final Watch<Secret> publishedKeys;
    private final Issuers issuers;
    private final Predicate<IssuerId> inReach;

    /** @param inReach whether this operator looks after an issuer, should it exist */
    OrphanedKeys(
            KubernetesClient client,
            Watch<Secret> signingKeys,
            Watch<Secret> publishedKeys,
            Issuers issuers,
            Predicate<IssuerId> inReach) {
        this.client = client;
        this.signingKeys = signingKeys;
        this.publishedKeys = publishedKeys;
        this.issuers = issuers;
        this.inReach = inReach;
    }

    /** The public halves go first: an issuer made again must not find them and miss the keys. */
    void tend(Instant now) {
        var surplus = OrphanPlan.surplus(gone());
        publishedKeys.all().forEach(secret -> tend(secret, surplus, now));
        signingKeys.all().stream()
                .filter(secret -> !hasPublicHalves(secret) || !isDue(secret, surplus, now))
                .forEach(secret -> tend(secret, surplus, now));
    }

    private Map<IssuerId, Optional<Absence>> gone() {
        var gone = new HashMap<IssuerId, Optional<Absence>>();
        Stream.concat(signingKeys.all().stream(), publishedKeys.all().stream())
                .forEach(secret -> KeyRingStore.ownerOf(secret)
                        .filter(inReach)
                        .filter(id -> !issuers.exists(id))
                        .ifPresent(id -> gone.putIfAbsent(id, KeySecretAnnotations.absence(annotations(secret)))));
        return gone;
    }

    private boolean hasPublicHalves(Secret secret) {
        return KeyRingStore.ownerOf(secret)
                .map(id -> new ObjectName(secret.getMetadata().getNamespace(), KeyRingStore.publishedName(id)))
                .flatMap(publishedKeys::get)
                .isPresent();
    }

    private boolean isDue(Secret secret, Set<IssuerId> surplus, Instant now) {
        return KeyRingStore.ownerOf(secret)
                .filter(id -> plan(secret, id, surplus, now) instanceof OrphanPlan.Remove)
                .isPresent();
    }

    private void tend(Secret secret, Set<IssuerId> surplus, Instant now) {
        KeyRingStore.ownerOf(secret).filter(inReach).ifPresent(id -> {
            try {
                act(secret, id, plan(secret, id, surplus, now));
            } catch (KubernetesClientException e) {
                LOG.info("Key Secret {} of {} is looked at again: HTTP {}", ObjectName.of(secret), id, e.getCode());
            }
        });
    }

    private OrphanPlan plan(Secret secret, IssuerId id, Set<IssuerId> surplus, Instant now) {
        return surplus.contains(id)
                ? new OrphanPlan.Remove()
                : OrphanPlan.of(issuers.exists(id), KeySecretAnnotations.absence(annotations(secret)), now);
    }

    /** In the version that was seen: whoever changed it since is asked again. */
    private void act(Secret secret, IssuerId id, OrphanPlan plan) {
        switch (plan) {
            case OrphanPlan.Leave() -> {}
            case OrphanPlan.Mark(var absence) ->
                client.resource(new SecretBuilder(secret)
                                .editMetadata()
                                .withAnnotations(KeySecretAnnotations.with(annotations(secret), absence))
                                .endMetadata()
                                .build())
                        .update();
            case OrphanPlan.Remove() -> remove(secret, id);
        }
    }

    /** Asks the API server first: an issuer that the cache does not know yet is not gone. */
    private void remove(Secret secret, IssuerId id) {
        if (existsNow(id)) {
            return;
        }
        client.resource(secret)
                .lockResourceVersion(secret.getMetadata().getResourceVersion())
                .delete();
        LOG.info("Removed key Secret {}: {} is gone, and its time is over", ObjectName.of(secret), id);
    }

    private boolean existsNow(IssuerId id) {
        return switch (id.kind()) {
            case TokenIssuer ->
                client.resources(TokenIssuer.class)
                                .inNamespace(id.namespace())
                                .withName(id.name())
                                .get()
                        != null;
            case ClusterTokenIssuer ->
                client.resources(ClusterTokenIssuer.class).withName(id.name()).get() != null;
        };
    }

    private static Map<String, String> annotations(Secret secret) {
        return Objects.requireNonNullElse(secret.getMetadata().getAnnotations(), Map.of());
    }
}
