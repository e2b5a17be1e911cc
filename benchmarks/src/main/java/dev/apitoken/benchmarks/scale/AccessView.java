package dev.apitoken.benchmarks.scale;

import dev.apitoken.token.User;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.secret.AccessHead;
import dev.apitoken.token.secret.AccessReading;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.SecretContent;
import dev.apitoken.token.secret.UnreadableAccessException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The access documents as a validator sees them arrive: by a watch, whole revisions only. */
final class AccessView implements AutoCloseable {
    private final Map<String, Document> documents = new ConcurrentHashMap<>();
    private final Map<Layout.Token, CompletableFuture<Long>> awaited = new ConcurrentHashMap<>();
    private final SharedIndexInformer<Secret> informer;

    AccessView(KubernetesClient client) {
        informer = client.secrets()
                .inAnyNamespace()
                .withLabel(AccessSecret.LABEL)
                .inform(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(Secret added) {
                        arrived(added);
                    }

                    @Override
                    public void onUpdate(Secret old, Secret updated) {
                        arrived(updated);
                    }

                    @Override
                    public void onDelete(Secret deleted, boolean unknown) {}
                });
    }

    /** In all documents together, by the count in their heads. */
    int entries() {
        return documents.values().stream().mapToInt(Document::entries).sum();
    }

    /** Completed with the {@link System#nanoTime} at which the first revision without any token of this user arrived. */
    CompletableFuture<Long> absenceOf(Layout.Token token) {
        return awaited.computeIfAbsent(token, any -> new CompletableFuture<>());
    }

    private void arrived(Secret secret) {
        long now = System.nanoTime();
        String namespace = secret.getMetadata().getNamespace();
        var document = documents.computeIfAbsent(namespace, any -> new Document());
        document.put(secret);
        var waiting = awaited.keySet().stream()
                .filter(token -> token.namespace().equals(namespace))
                .toList();
        if (waiting.isEmpty()) {
            return;
        }
        document.users()
                .ifPresent(users -> waiting.stream()
                        .filter(token -> !users.contains(new User(token.name())))
                        .forEach(token ->
                                Optional.ofNullable(awaited.remove(token)).ifPresent(it -> it.complete(now))));
    }

    @Override
    public void close() {
        informer.close();
    }

    /** The Secrets of one policy. Shards are parsed only when somebody waits for an end. */
    private static final class Document {
        private final Map<String, SecretContent> secrets = new HashMap<>();
        private AccessReading.KnownShards known = AccessReading.KnownShards.NONE;
        private Optional<AccessHead> head = Optional.empty();

        synchronized void put(Secret secret) {
            var data = new TreeMap<String, byte[]>();
            secret.getData()
                    .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
            String name = secret.getMetadata().getName();
            secrets.put(name, new SecretContent(secret.getType(), new TreeMap<>(), new TreeMap<>(), data));
            if (name.equals(AccessSecret.headName(Layout.POLICY))) {
                head = Optional.of(readHead(secrets.get(name)));
            }
        }

        synchronized int entries() {
            return head.map(AccessHead::entries).orElse(0);
        }

        /** Empty until a revision is whole. */
        synchronized Optional<HashSet<User>> users() {
            return head.flatMap(this::read).map(entries -> {
                var users = new HashSet<User>();
                entries.forEach(entry -> users.add(entry.user()));
                return users;
            });
        }

        private Optional<List<TokenEntry>> read(AccessHead current) {
            try {
                return switch (AccessSecret.read(current, secrets, known)) {
                    case AccessReading.Whole(var document, var shards) -> {
                        known = shards;
                        yield Optional.of(document.entries());
                    }
                    case AccessReading.Incomplete _ -> Optional.empty();
                };
            } catch (UnreadableAccessException e) {
                throw new IllegalStateException("an access document cannot be read: " + e.getMessage(), e);
            }
        }

        private static AccessHead readHead(SecretContent content) {
            try {
                return AccessSecret.readHead(content);
            } catch (UnreadableAccessException e) {
                throw new IllegalStateException("a head cannot be read: " + e.getMessage(), e);
            }
        }
    }
}
