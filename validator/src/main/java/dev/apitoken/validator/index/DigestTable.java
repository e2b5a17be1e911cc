package dev.apitoken.validator.index;

import dev.apitoken.token.Digest;
import dev.apitoken.token.access.TokenEntry;
import java.util.List;

/**
 * The positions of digests in a list: an open-addressing table in flat arrays, at most half full. A digest is already
 * as random as a hash can be, and nobody can choose those that are listed.
 */
final class DigestTable {
    static final int ABSENT = -1;

    private static final int WORDS = 4;

    private final long[] words;
    private final int[] slots;
    private final int mask;

    DigestTable(List<TokenEntry> entries) {
        int size = Integer.highestOneBit(Math.max(1, entries.size() * 2 - 1)) << 1;
        words = new long[entries.size() * WORDS];
        slots = new int[size];
        mask = size - 1;
        for (int i = 0; i < entries.size(); i++) {
            put(entries.get(i).digest(), i);
        }
    }

    private void put(Digest digest, int position) {
        int at = position * WORDS;
        words[at] = digest.word0();
        words[at + 1] = digest.word1();
        words[at + 2] = digest.word2();
        words[at + 3] = digest.word3();
        int slot = slotOf(digest);
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = position + 1;
    }

    int positionOf(Digest digest) {
        for (int slot = slotOf(digest); slots[slot] != 0; slot = (slot + 1) & mask) {
            int position = slots[slot] - 1;
            if (isAt(position, digest)) {
                return position;
            }
        }
        return ABSENT;
    }

    /** Looks at all four words, whatever the first ones are. */
    private boolean isAt(int position, Digest digest) {
        int at = position * WORDS;
        return ((words[at] ^ digest.word0())
                        | (words[at + 1] ^ digest.word1())
                        | (words[at + 2] ^ digest.word2())
                        | (words[at + 3] ^ digest.word3()))
                == 0;
    }

    /** Not the first word: shards are made by its bits, and those of one shard begin alike. */
    private int slotOf(Digest digest) {
        return (int) digest.word1() & mask;
    }
}
