package dev.apitoken.operator.issuer;

import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.token.Digest;
import dev.apitoken.token.secret.CorruptKeyRingException;
import dev.apitoken.token.secret.KeyRingSecret;
import dev.apitoken.token.secret.KeySecretAnnotations;
import dev.apitoken.token.secret.PublishedKeysSecret;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.PublishedKeys;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Keeps each issuer's keys in one Secret of the operator's namespace (rule C1). Every write has a precondition: a ring is
 * made only where there is none and replaced only by whoever read its last version.
 */
final class KeyRingStore {
    private static final int MAX_READABLE = 200;
    private static final int HASH_DIGITS = 10;

    private final KubernetesClient client;
    private final String namespace;

    KeyRingStore(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Readable for people, told apart by the hash: namespace {@code a-b} with {@code c} is not {@code a} with {@code b-c}. */
    static String secretName(IssuerId id) {
        return "apitoken-keys-" + unique(id);
    }

    /** Of the Secret with the public halves. */
    static String publishedName(IssuerId id) {
        return "apitoken-public-keys-" + unique(id);
    }

    /** Whose keys are in a Secret. Believed only if it has the name that this issuer's keys have. */
    static Optional<IssuerId> ownerOf(Secret secret) {
        String name = secret.getMetadata().getName();
        return Optional.ofNullable(secret.getMetadata().getAnnotations())
                .flatMap(KeySecretAnnotations::issuer)
                .flatMap(IssuerId::parse)
                .filter(id -> name.equals(secretName(id)) || name.equals(publishedName(id)));
    }

    private static String unique(IssuerId id) {
        String readable = id.isClusterWide() ? "cluster-" + id.name() : id.namespace() + "-" + id.name();
        String hash = Digest.of(id.toString().getBytes(StandardCharsets.UTF_8)).hex();
        return readable.substring(0, Math.min(readable.length(), MAX_READABLE)).replace('.', '-') + "-"
                + hash.substring(0, HASH_DIGITS);
    }

    ObjectName object(IssuerId id) {
        return new ObjectName(namespace, secretName(id));
    }

    /** Asks the API server, not a cache. */
    StoredKeys read(IssuerId id) {
        var secret = Optional.ofNullable(
                client.secrets().inNamespace(namespace).withName(secretName(id)).get());
        return secret.map(KeyRingStore::parse).orElseGet(StoredKeys.Absent::new);
    }

    static StoredKeys parse(Secret secret) {
        var content = SecretObject.content(secret);
        if (!content.type().equals(KeyRingSecret.TYPE)) {
            return new StoredKeys.Corrupt("is of type " + content.type() + ", not " + KeyRingSecret.TYPE);
        }
        try {
            return new StoredKeys.Readable(
                    KeyRingSecret.read(content), secret.getMetadata().getResourceVersion());
        } catch (CorruptKeyRingException e) {
            return new StoredKeys.Corrupt("cannot be used (" + e.getMessage() + ")");
        }
    }

    /** @throws io.fabric8.kubernetes.client.KubernetesClientException 409 if there is a Secret of that name already */
    void create(IssuerId id, KeyRing ring) {
        client.resource(secret(id, ring)).create();
    }

    /** @throws io.fabric8.kubernetes.client.KubernetesClientException 409 unless that version is still the current one */
    void replace(IssuerId id, KeyRing ring, String resourceVersion) {
        var replacement = new SecretBuilder(secret(id, ring))
                .editMetadata()
                .withResourceVersion(resourceVersion)
                .endMetadata()
                .build();
        client.resource(replacement).update();
    }

    /** Writes the public halves where they are not yet as they should be. */
    void publish(IssuerId id, PublishedKeys keys) {
        var name = new ObjectName(namespace, publishedName(id));
        var wanted = SecretObject.of(name, KeySecretAnnotations.owned(PublishedKeysSecret.write(keys), id.toString()));
        var found = client.secrets()
                .inNamespace(name.namespace())
                .withName(name.name())
                .get();
        if (found == null) {
            client.resource(wanted).create();
        } else if (!wanted.getData().equals(found.getData())) {
            wanted.getMetadata().setResourceVersion(found.getMetadata().getResourceVersion());
            client.resource(wanted).update();
        }
    }

    private Secret secret(IssuerId id, KeyRing ring) {
        return SecretObject.of(object(id), KeySecretAnnotations.owned(KeyRingSecret.write(ring), id.toString()));
    }
}
