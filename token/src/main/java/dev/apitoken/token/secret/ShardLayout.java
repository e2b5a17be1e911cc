package dev.apitoken.token.secret;

import dev.apitoken.token.Digest;

/**
 * Into how many Secrets the entries of a policy are spread: a power of two, by the first bits of the digest, so that
 * a change touches one of them. Grows and shrinks with room between, or two tokens more and less would rewrite all.
 *
 * @param bits 0 to {@value #MAX_BITS}
 */
public record ShardLayout(int bits) {
    public static final int MAX_BITS = 10;

    /** What a new or changed layout aims at: entries per shard, on average and at most. */
    static final int TARGET = 2_000;

    static final int GROW_ABOVE = 4_000;
    static final int SHRINK_BELOW = 500;

    public static final ShardLayout SINGLE = new ShardLayout(0);

    public ShardLayout {
        if (bits < 0 || bits > MAX_BITS) {
            throw new IllegalArgumentException("a shard layout has 0 to " + MAX_BITS + " bits, not " + bits);
        }
    }

    /** The layout for this many entries, where there was none before. */
    public static ShardLayout forEntries(int entries) {
        int bits = 0;
        while (bits < MAX_BITS && entries > (long) TARGET << bits) {
            bits++;
        }
        return new ShardLayout(bits);
    }

    /** This layout as long as it fits, else the one made for this many entries. */
    public ShardLayout adaptedTo(int entries) {
        boolean tooFull = entries > (long) GROW_ABOVE << bits;
        boolean tooEmpty = bits > 0 && entries < (long) SHRINK_BELOW << bits;
        return tooFull || tooEmpty ? forEntries(entries) : this;
    }

    public int shards() {
        return 1 << bits;
    }

    public int shardOf(Digest digest) {
        return bits == 0 ? 0 : (int) (digest.word0() >>> (Long.SIZE - bits));
    }
}
