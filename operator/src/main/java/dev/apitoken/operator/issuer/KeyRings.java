package dev.apitoken.operator.issuer;

import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.token.secret.PublishedKeysSecret;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.PublishedKeys;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The key rings of all issuers as the cache shows them, each Secret parsed once. The public halves stand in a second
 * Secret, so that tokens stay accepted when the first one is lost or damaged (rule C8).
 */
public final class KeyRings {
    private record Parsed(String resourceVersion, StoredKeys stored, Optional<PublishedKeys> published) {
        static Parsed of(Secret secret) {
            var stored = KeyRingStore.parse(secret);
            return new Parsed(
                    secret.getMetadata().getResourceVersion(),
                    stored,
                    stored.ring().map(PublishedKeys::of));
        }
    }

    private final Watch<Secret> signingKeys;
    private final Watch<Secret> publishedKeys;
    private final String namespace;
    private final Map<String, Parsed> parsed = new ConcurrentHashMap<>();

    /** @param signingKeys the Secrets of this type in the operator's namespace, nothing else; the other as well */
    public KeyRings(Watch<Secret> signingKeys, Watch<Secret> publishedKeys, String namespace) {
        this.signingKeys = signingKeys;
        this.publishedKeys = publishedKeys;
        this.namespace = namespace;
        signingKeys.onChange(this::forgetWhatIsGone);
    }

    void onChange(Consumer<Secret> listener) {
        signingKeys.onChange(listener);
    }

    StoredKeys stored(IssuerId id) {
        return parsed(id).map(Parsed::stored).orElseGet(StoredKeys.Absent::new);
    }

    /** How many key Secrets TokenIssuers of a namespace have, those of deleted ones too. */
    int countOf(String namespace) {
        return (int) signingKeys.all().stream()
                .flatMap(secret -> KeyRingStore.ownerOf(secret).stream())
                .filter(id -> !id.isClusterWide() && id.namespace().equals(namespace))
                .count();
    }

    /** As written down last; that may be while the ring could still be read. */
    Optional<PublishedKeys> lastPublished(IssuerId id) {
        return publishedKeys
                .get(new ObjectName(namespace, KeyRingStore.publishedName(id)))
                .map(SecretObject::content)
                .flatMap(PublishedKeysSecret::read);
    }

    /** The claim {@code iss} that was signed so far. */
    Optional<String> usedClaim(IssuerId id) {
        return stored(id).ring().map(KeyRing::issuer).or(() -> lastPublished(id).map(PublishedKeys::issuer));
    }

    /** @param issuer claim {@code iss} */
    IssuerKeys keysOf(IssuerId id, String issuer) {
        var found = parsed(id);
        return found.flatMap(keys -> keys.stored().ring())
                .flatMap(ring -> ring.active().map(any -> ring))
                .<IssuerKeys>map(ring -> usable(ring, found.orElseThrow()))
                .orElseGet(() -> unusable(id, issuer, found));
    }

    private static IssuerKeys usable(KeyRing ring, Parsed found) {
        return new IssuerKeys.Usable(ring, found.published().orElseThrow());
    }

    private IssuerKeys unusable(IssuerId id, String issuer, Optional<Parsed> found) {
        var known = found.flatMap(Parsed::published)
                .or(() -> lastPublished(id))
                .orElseGet(() -> PublishedKeys.none(issuer));
        return new IssuerKeys.Unusable(why(found), known);
    }

    private static String why(Optional<Parsed> found) {
        return switch (found.map(Parsed::stored).orElseGet(StoredKeys.Absent::new)) {
            case StoredKeys.Absent absent -> "its key Secret does not exist";
            case StoredKeys.Corrupt(var why) -> "its key Secret " + why;
            case StoredKeys.Readable readable -> "it has no active key yet";
        };
    }

    private Optional<Parsed> parsed(IssuerId id) {
        return signingKeys
                .get(new ObjectName(namespace, KeyRingStore.secretName(id)))
                .map(this::parse);
    }

    private Parsed parse(Secret secret) {
        String version = secret.getMetadata().getResourceVersion();
        return parsed.compute(secret.getMetadata().getUid(), (uid, known) -> {
            boolean current = known != null && known.resourceVersion().equals(version);
            return current ? known : Parsed.of(secret);
        });
    }

    private void forgetWhatIsGone(Secret changed) {
        String uid = changed.getMetadata().getUid();
        boolean there = signingKeys
                .get(ObjectName.of(changed))
                .filter(found -> found.getMetadata().getUid().equals(uid))
                .isPresent();
        if (!there) {
            parsed.remove(uid);
        }
    }
}
