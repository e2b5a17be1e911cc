package dev.apitoken.token.secret;

import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.secret.ShardJson.PackedShard;
import java.util.ArrayList;
import java.util.List;

/**
 * What the last write of one policy packed, so that the next one packs only shards that have changed: with a hundred
 * thousand tokens that is one of sixty-four. The bytes are the same with or without it. For one thread at a time.
 */
public final class ShardMemory {
    private List<List<TokenEntry>> entries = List.of();
    private List<PackedShard> packed = List.of();

    List<PackedShard> pack(List<List<TokenEntry>> shards) {
        var next = new ArrayList<PackedShard>();
        for (int i = 0; i < shards.size(); i++) {
            var shard = shards.get(i);
            boolean same = i < entries.size() && entries.get(i).equals(shard);
            next.add(same ? packed.get(i) : ShardJson.write(shard));
        }
        entries = List.copyOf(shards);
        packed = List.copyOf(next);
        return packed;
    }
}
