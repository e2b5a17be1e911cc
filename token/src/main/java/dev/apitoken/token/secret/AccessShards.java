package dev.apitoken.token.secret;

import dev.apitoken.token.Digest;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.secret.AccessReading.Incomplete;
import dev.apitoken.token.secret.AccessReading.KnownShards;
import dev.apitoken.token.secret.AccessReading.Whole;
import dev.apitoken.token.secret.ShardJson.PackedShard;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** The entries of a document spread over shards, and collected again. */
final class AccessShards {
    /** Far below the 1 MiB that a Secret may hold, so that there is time to act on the way there. */
    private static final int MAX_PACKED = 512 << 10;

    private static final Comparator<Digest> UNSIGNED = Comparator.comparing(Digest::word0, Long::compareUnsigned)
            .thenComparing(Digest::word1, Long::compareUnsigned)
            .thenComparing(Digest::word2, Long::compareUnsigned)
            .thenComparing(Digest::word3, Long::compareUnsigned);

    private static final byte[] NOTHING = {};

    private AccessShards() {}

    /** @throws IllegalArgumentException if two entries have one digest */
    static List<TokenEntry> sorted(List<TokenEntry> entries) {
        var sorted = entries.stream()
                .sorted(Comparator.comparing(TokenEntry::digest, UNSIGNED))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i - 1).digest().equals(sorted.get(i).digest())) {
                throw new IllegalArgumentException("two entries have the digest of one token");
            }
        }
        return sorted;
    }

    /** One packed shard for each of the layout, or of the next larger layout in which every shard fits. */
    static List<PackedShard> pack(List<TokenEntry> sorted, ShardLayout layout, ShardMemory memory) {
        var shards = memory.pack(split(sorted, layout));
        while (shards.stream().anyMatch(AccessShards::isTooLarge)) {
            layout = new ShardLayout(layout.bits() + 1);
            shards = memory.pack(split(sorted, layout));
        }
        return shards;
    }

    private static List<List<TokenEntry>> split(List<TokenEntry> sorted, ShardLayout layout) {
        var shards = new ArrayList<List<TokenEntry>>();
        for (int i = 0; i < layout.shards(); i++) {
            shards.add(new ArrayList<>());
        }
        sorted.forEach(entry -> shards.get(layout.shardOf(entry.digest())).add(entry));
        return shards;
    }

    private static boolean isTooLarge(PackedShard shard) {
        return shard.bytes().length > MAX_PACKED || shard.unpacked() > ShardJson.MAX_UNPACKED / 2;
    }

    /**
     * @param known shards whose bytes need not be in the data: their digest says that they are unchanged
     * @param place what to call a shard that is missing
     */
    static AccessReading read(
            AccessHead head, Map<String, byte[]> data, KnownShards known, Function<AccessHead.Shard, String> place)
            throws UnreadableAccessException {
        var missing = new TreeSet<String>();
        for (var shard : head.shards()) {
            if (!known.bySha256().containsKey(shard.sha256()) && !isThere(shard, data)) {
                missing.add(place.apply(shard));
            }
        }
        if (!missing.isEmpty()) {
            return new Incomplete(missing);
        }
        var shards = new HashMap<String, List<TokenEntry>>();
        var entries = new ArrayList<TokenEntry>();
        var shared = new SharedValues();
        for (int i = 0; i < head.shards().size(); i++) {
            var shard = head.shards().get(i);
            var read = known.bySha256().get(shard.sha256());
            if (read == null) {
                read = ShardJson.read(data.getOrDefault(shard.key(), NOTHING), shared);
            }
            checkOrder(read, head.layout(), i);
            shards.put(shard.sha256(), read);
            entries.addAll(read);
        }
        if (entries.size() != head.entries()) {
            throw new UnreadableAccessException("the head counts other entries than its shards hold");
        }
        var document = new AccessDocument(
                head.revision(), head.compiledAt(), head.policy(), head.issuers(), List.copyOf(entries));
        return new Whole(document, new KnownShards(shards));
    }

    private static boolean isThere(AccessHead.Shard shard, Map<String, byte[]> data) {
        return sha256(data.getOrDefault(shard.key(), NOTHING)).equals(shard.sha256());
    }

    private static void checkOrder(List<TokenEntry> entries, ShardLayout layout, int shard)
            throws UnreadableAccessException {
        for (int i = 0; i < entries.size(); i++) {
            var digest = entries.get(i).digest();
            if (layout.shardOf(digest) != shard
                    || (i > 0 && UNSIGNED.compare(entries.get(i - 1).digest(), digest) >= 0)) {
                throw new UnreadableAccessException("a shard holds entries out of order");
            }
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
