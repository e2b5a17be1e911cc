package dev.apitoken.token.secret;

import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.token.secret.AccessReading.KnownShards;
import dev.apitoken.token.secret.ShardJson.PackedShard;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The access document of a policy as Secrets, both ways: a head {@code <policy>-access} and entries in shards. While
 * one shard is enough it lies in the head's Secret, else each has one of its own, {@code <policy>-access-<n>}.
 *
 * <p>The head names the SHA-256 of each shard, so a reader takes a revision whole or not at all, in whatever order the
 * writes reach it. A shard's bytes depend on its entries alone: one change rewrites one shard and the head.
 */
public final class AccessSecret {
    public static final String TYPE = "apitoken.dev/access";

    /** Label whose value is the name of the policy, on the head and on every shard. */
    public static final String LABEL = "apitoken.dev/access";

    /** The data key of the head. */
    public static final String HEAD_KEY = "head.json";

    /** A head above this gets its only shard out of the way. A Secret holds 1 MiB at most. */
    private static final int MAX_TOGETHER = 768 << 10;

    private static final int MAX_SETTINGS = 512 << 10;
    private static final double MAX_SECRET = 1 << 20;

    private AccessSecret() {}

    public static String headName(String policy) {
        return policy + "-access";
    }

    public static String shardName(String policy, int shard) {
        return headName(policy) + "-" + shard;
    }

    /** {@link #write(AccessDocument, ShardLayout, ShardMemory)} without a memory. */
    public static List<NamedSecret> write(AccessDocument document, ShardLayout layout) {
        return write(document, layout, new ShardMemory());
    }

    /**
     * Shards first, head last: written in this order, a reader never meets a head whose shards are not there yet.
     *
     * @param layout the least to use; more shards are made if entries are so large that one would not fit
     * @param memory of the writes of this policy before
     * @throws IllegalArgumentException if two entries have one digest, or the settings alone do not fit into a Secret
     */
    public static List<NamedSecret> write(AccessDocument document, ShardLayout layout, ShardMemory memory) {
        var entries = AccessShards.sorted(document.entries());
        var shards = AccessShards.pack(entries, layout, memory);
        if (shards.size() == 1) {
            var together = inHead(document, entries.size(), shards.getFirst());
            if (together.isPresent()) {
                return List.of(together.get());
            }
        }
        String policy = document.policy().name();
        var references = new ArrayList<AccessHead.Shard>();
        var secrets = new ArrayList<NamedSecret>();
        for (int i = 0; i < shards.size(); i++) {
            var shard = shards.get(i);
            String name = shardName(policy, i);
            references.add(new AccessHead.Shard(name, shardKey(i), shard.sha256()));
            secrets.add(new NamedSecret(name, content(policy, Map.of(shardKey(i), shard.bytes()))));
        }
        byte[] head = AccessHeadJson.write(head(document, entries.size(), references));
        if (head.length > MAX_TOGETHER) {
            throw new IllegalArgumentException("the settings of the policy do not fit into a Secret");
        }
        secrets.add(new NamedSecret(headName(policy), content(policy, Map.of(HEAD_KEY, head))));
        return List.copyOf(secrets);
    }

    /** How full the fullest of these Secrets is; 1 is the 1 MiB that the API server lets a Secret's values have. */
    public static double fill(List<NamedSecret> secrets) {
        return secrets.stream()
                .mapToDouble(secret -> secret.content().data().values().stream()
                                .mapToInt(value -> value.length)
                                .sum()
                        / MAX_SECRET)
                .max()
                .orElse(0);
    }

    /** Whether a head has room for these settings, and for the keys of some hundred issuers beside them. */
    public static boolean hasRoomFor(PolicySettings settings) {
        return AccessHeadJson.size(settings) <= MAX_SETTINGS;
    }

    private static Optional<NamedSecret> inHead(AccessDocument document, int entries, PackedShard shard) {
        String policy = document.policy().name();
        var reference = new AccessHead.Shard(headName(policy), shardKey(0), shard.sha256());
        byte[] head = AccessHeadJson.write(head(document, entries, List.of(reference)));
        return head.length + shard.bytes().length > MAX_TOGETHER
                ? Optional.empty()
                : Optional.of(new NamedSecret(
                        headName(policy), content(policy, Map.of(HEAD_KEY, head, shardKey(0), shard.bytes()))));
    }

    private static AccessHead head(AccessDocument document, int entries, List<AccessHead.Shard> shards) {
        return new AccessHead(
                document.revision(),
                document.compiledAt(),
                document.policy(),
                document.issuers(),
                entries,
                new ShardLayout(Integer.numberOfTrailingZeros(shards.size())),
                shards);
    }

    private static String shardKey(int shard) {
        return "entries-" + shard + ".json.gz";
    }

    private static SecretContent content(String policy, Map<String, byte[]> data) {
        return new SecretContent(
                TYPE, new TreeMap<>(Map.of(LABEL, policy)), Collections.emptySortedMap(), new TreeMap<>(data));
    }

    public static AccessHead readHead(SecretContent head) throws UnreadableAccessException {
        if (!head.type().equals(TYPE)) {
            throw new UnreadableAccessException("the Secret has a type other than " + TYPE);
        }
        return readHead(head.data());
    }

    /** @param data by key, as in a Secret or in the files of a folder */
    public static AccessHead readHead(Map<String, byte[]> data) throws UnreadableAccessException {
        byte[] head = data.get(HEAD_KEY);
        if (head == null) {
            throw new UnreadableAccessException("there is no " + HEAD_KEY);
        }
        return AccessHeadJson.read(head);
    }

    /** @param secrets by name, the head's own among them */
    public static AccessReading read(AccessHead head, Map<String, SecretContent> secrets)
            throws UnreadableAccessException {
        return read(head, secrets, KnownShards.NONE);
    }

    /**
     * @param secrets by name, the head's own among them
     * @param known from the reading before, so that only changed shards need be there and are parsed
     */
    public static AccessReading read(AccessHead head, Map<String, SecretContent> secrets, KnownShards known)
            throws UnreadableAccessException {
        var data = new HashMap<String, byte[]>();
        for (var shard : head.shards()) {
            var secret = secrets.get(shard.secret());
            byte[] bytes = secret == null ? null : secret.data().get(shard.key());
            if (bytes != null) {
                data.put(shard.key(), bytes);
            }
        }
        return AccessShards.read(head, data, known, AccessHead.Shard::secret);
    }

    /** @param files by name: the data of all Secrets of the policy, mounted or copied into one folder */
    public static AccessReading readFiles(AccessHead head, Map<String, byte[]> files, KnownShards known)
            throws UnreadableAccessException {
        return AccessShards.read(head, files, known, AccessHead.Shard::key);
    }
}
