package dev.apitoken.operator.issuer;

import dev.apitoken.crds.IssuerSpec;
import dev.apitoken.crds.IssuerStatus;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.KeyState;
import dev.apitoken.token.signing.PublishedKeys;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The operator's caches, as far as an issuer depends on them.
 *
 * @param documents whether all access documents that list tokens of an issuer (claim {@code iss}) have a key
 * @param dryRun what limits that only warn would refuse; null for an issuer whose limits are enforced
 */
public record IssuerSources(
        KeyRings keyRings,
        IssuedTokens issuedTokens,
        KeyUses keyUses,
        BiPredicate<String, KeyId> documents,
        Function<IssuerId, IssuerStatus.@Nullable DryRun> dryRun,
        String clusterUid) {

    /** @param stored by the cache or by the API server */
    IssuerFacts facts(
            IssuerId id,
            IssuerSpec spec,
            IssuerStatus status,
            KeyRingStore store,
            StoredKeys stored,
            Publication publication,
            Instant now) {
        String issuer = IssuerClaim.of(
                id, spec, stored.ring().map(KeyRing::issuer).or(() -> keyRings.usedClaim(id)), clusterUid);
        var published = keyRings.lastPublished(id);
        var keys = stored.ring().map(KeyRing::allKeys).orElseGet(() -> JwkSet.of(List.of()));
        return new IssuerFacts(
                spec,
                issuer,
                store.object(id),
                stored,
                !status.keys().isEmpty() || published.isPresent(),
                published.map(IssuerSources::compromised).orElseGet(Set::of),
                key -> publication.isComplete(issuer, key, now),
                () -> id.isClusterWide() ? 0 : keyRings.countOf(id.namespace()),
                key -> keyUses.of(key, keys));
    }

    private static Set<KeyId> compromised(PublishedKeys keys) {
        return keys.states().entrySet().stream()
                .filter(entry -> entry.getValue() == KeyState.Compromised)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
