package dev.apitoken.token.secret;

import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.access.PolicySettings;
import java.time.Instant;
import java.util.List;

/**
 * The head of an access Secret: everything but the entries, and where these are.
 *
 * @param entries how many there are in all shards together
 * @param shards in the order of the layout
 */
public record AccessHead(
        long revision,
        Instant compiledAt,
        PolicySettings policy,
        List<IssuerKeys> issuers,
        int entries,
        ShardLayout layout,
        List<Shard> shards) {
    public AccessHead {
        issuers = List.copyOf(issuers);
        shards = List.copyOf(shards);
    }

    /**
     * @param secret the Secret that holds it; the head's own while one shard is enough
     * @param key of its data, another one for each shard of a policy: all of them can be files of one folder
     * @param sha256 of its bytes, in hexadecimal: a shard of another revision is not this shard
     */
    public record Shard(String secret, String key, String sha256) {}
}
