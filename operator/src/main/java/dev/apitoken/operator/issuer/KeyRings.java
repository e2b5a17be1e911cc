package dev.apitoken.operator.issuer;

import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.token.signing.KeyRing;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The key rings of all issuers as the cache shows them, each Secret parsed once. Remembers the last ring of an
 * issuer, so that tokens stay accepted when its Secret is lost or damaged while the operator runs (rule C8).
 */
public final class KeyRings {
    private record Parsed(String resourceVersion, StoredKeys keys) {}

    private final Watch<Secret> secrets;
    private final String namespace;
    private final Map<String, Parsed> parsed = new ConcurrentHashMap<>();
    private final Map<IssuerId, KeyRing> lastRead = new ConcurrentHashMap<>();

    /** @param secrets the signing keys in the operator's namespace, nothing else */
    public KeyRings(Watch<Secret> secrets, String namespace) {
        this.secrets = secrets;
        this.namespace = namespace;
        secrets.onChange(this::forgetWhatIsGone);
    }

    void onChange(Consumer<Secret> listener) {
        secrets.onChange(listener);
    }

    StoredKeys stored(IssuerId id) {
        return secrets.get(new ObjectName(namespace, KeyRingStore.secretName(id)))
                .map(this::parse)
                .orElseGet(StoredKeys.Absent::new);
    }

    /** @param issuer claim {@code iss} */
    IssuerKeys keysOf(IssuerId id, String issuer) {
        return switch (stored(id)) {
            case StoredKeys.Readable(var ring, var version) -> {
                lastRead.put(id, ring);
                yield ring.active().isPresent()
                        ? new IssuerKeys.Usable(ring)
                        : new IssuerKeys.Unusable("it has no active key yet", ring);
            }
            case StoredKeys.Absent _ -> unusable(id, issuer, "its key Secret does not exist");
            case StoredKeys.Corrupt(String why) -> unusable(id, issuer, "its key Secret " + why);
        };
    }

    private IssuerKeys unusable(IssuerId id, String issuer, String why) {
        return new IssuerKeys.Unusable(why, lastRead.getOrDefault(id, new KeyRing(issuer, List.of())));
    }

    private StoredKeys parse(Secret secret) {
        String version = secret.getMetadata().getResourceVersion();
        return parsed.compute(secret.getMetadata().getUid(), (uid, known) -> {
                    boolean current = known != null && known.resourceVersion().equals(version);
                    return current ? known : new Parsed(version, KeyRingStore.parse(secret));
                })
                .keys();
    }

    private void forgetWhatIsGone(Secret changed) {
        String uid = changed.getMetadata().getUid();
        boolean there = secrets.get(ObjectName.of(changed))
                .filter(found -> found.getMetadata().getUid().equals(uid))
                .isPresent();
        if (!there) {
            parsed.remove(uid);
        }
    }
}
