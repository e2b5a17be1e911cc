package dev.apitoken.token.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.secret.AccessReading.Incomplete;
import dev.apitoken.token.secret.AccessReading.KnownShards;
import dev.apitoken.token.secret.AccessReading.Whole;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessSecretTest {
    private static final ShardLayout FOUR = new ShardLayout(2);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void a_document_is_read_back_as_it_was_written(int bits) throws UnreadableAccessException {
        var document = AccessDocuments.withEntries(300);
        assertThat(read(AccessSecret.write(document, new ShardLayout(bits)))).isEqualTo(document);
    }

    @Test
    void a_document_without_entries_is_whole() throws UnreadableAccessException {
        var document = AccessDocuments.withEntries(0);
        assertThat(read(AccessSecret.write(document, ShardLayout.SINGLE))).isEqualTo(document);
    }

    @Test
    void one_shard_lies_in_the_head_and_several_have_secrets_of_their_own_before_it() {
        var document = AccessDocuments.withEntries(300);
        assertThat(AccessSecret.write(document, ShardLayout.SINGLE))
                .extracting(NamedSecret::name)
                .containsExactly("shop-access");
        assertThat(AccessSecret.write(document, FOUR))
                .extracting(NamedSecret::name)
                .containsExactly("shop-access-0", "shop-access-1", "shop-access-2", "shop-access-3", "shop-access");
    }

    @Test
    void equal_documents_give_equal_bytes_whatever_the_order_of_their_entries() {
        var document = AccessDocuments.withEntries(300);
        var shuffled = new ArrayList<>(document.entries());
        Collections.shuffle(shuffled, new Random(1));
        assertThat(data(AccessSecret.write(AccessDocuments.with(document, shuffled), FOUR)))
                .usingRecursiveComparison()
                .isEqualTo(data(AccessSecret.write(document, FOUR)));
    }

    @Test
    void one_change_rewrites_one_shard_and_the_head() {
        var document = AccessDocuments.withEntries(300);
        var before = AccessSecret.write(document, FOUR);
        var fewer = document.entries().subList(1, document.entries().size());
        var after = AccessSecret.write(AccessDocuments.with(document, fewer), FOUR);
        var changed = new ArrayList<String>();
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).content().sameDataAs(after.get(i).content().data())) {
                changed.add(before.get(i).name());
            }
        }
        assertThat(changed).containsExactly("shop-access-0", "shop-access");
    }

    @Test
    void a_memory_of_the_write_before_changes_no_byte() {
        var document = AccessDocuments.withEntries(300);
        var memory = new ShardMemory();
        for (int left = 300; left >= 0; left -= 75) {
            var fewer = AccessDocuments.with(document, document.entries().subList(0, left));
            for (var layout : List.of(FOUR, FOUR, ShardLayout.SINGLE)) {
                assertThat(data(AccessSecret.write(fewer, layout, memory)))
                        .usingRecursiveComparison()
                        .isEqualTo(data(AccessSecret.write(fewer, layout)));
            }
        }
    }

    @Test
    void a_shard_of_another_revision_makes_the_reading_incomplete() throws UnreadableAccessException {
        var document = AccessDocuments.withEntries(300);
        var fewer = document.entries().subList(1, document.entries().size());
        var older = byName(AccessSecret.write(document, FOUR));
        var newer = AccessSecret.write(AccessDocuments.with(document, fewer), FOUR);
        var mixed = new HashMap<>(older);
        mixed.put("shop-access", newer.getLast().content());
        mixed.remove("shop-access-3");

        var head = AccessSecret.readHead(headOf(newer));

        assertThat(AccessSecret.read(head, mixed))
                .isInstanceOfSatisfying(
                        Incomplete.class,
                        reading -> assertThat(reading.missing()).containsExactly("shop-access-0", "shop-access-3"));
    }

    @Test
    void shards_that_have_not_changed_are_not_parsed_again() throws UnreadableAccessException {
        var document = AccessDocuments.withEntries(300);
        var first = (Whole) reading(AccessSecret.write(document, FOUR), KnownShards.NONE);
        var fewer = document.entries().subList(1, document.entries().size());
        var second = (Whole) reading(AccessSecret.write(AccessDocuments.with(document, fewer), FOUR), first.shards());
        assertThat(second.document().entries()).isEqualTo(fewer);
        assertThat(second.document().entries().getLast())
                .isSameAs(first.document().entries().getLast());
    }

    @Test
    void the_data_of_all_secrets_can_lie_in_one_folder() throws UnreadableAccessException {
        var document = AccessDocuments.withEntries(300);
        var files = new HashMap<String, byte[]>();
        AccessSecret.write(document, FOUR)
                .forEach(secret -> files.putAll(secret.content().data()));
        var head = AccessSecret.readHead(files);
        assertThat(AccessSecret.readFiles(head, files, KnownShards.NONE))
                .isInstanceOfSatisfying(
                        Whole.class, whole -> assertThat(whole.document()).isEqualTo(document));
        files.remove("entries-2.json.gz");
        assertThat(AccessSecret.readFiles(head, files, KnownShards.NONE))
                .isInstanceOfSatisfying(
                        Incomplete.class,
                        reading -> assertThat(reading.missing()).containsExactly("entries-2.json.gz"));
    }

    @Test
    void equal_role_sets_and_filters_are_kept_once() throws UnreadableAccessException {
        var entries = read(AccessSecret.write(AccessDocuments.withEntries(300), ShardLayout.SINGLE))
                .entries();
        assertThat(entries.stream()
                        .map(TokenEntry::roles)
                        .map(System::identityHashCode)
                        .distinct()
                        .count())
                .isLessThan(10);
    }

    @Test
    void two_entries_of_one_token_are_refused() {
        var document = AccessDocuments.withEntries(1);
        var twice = List.of(document.entries().getFirst(), document.entries().getFirst());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessSecret.write(AccessDocuments.with(document, twice), FOUR));
    }

    @Test
    void entries_too_large_for_one_secret_make_more_shards() throws UnreadableAccessException {
        var document = AccessDocuments.withLargeEntries(1500);
        var secrets = AccessSecret.write(document, ShardLayout.SINGLE);
        assertThat(secrets).hasSizeGreaterThan(2);
        assertThat(secrets)
                .allSatisfy(secret -> assertThat(secret.content().data().values().stream()
                                .mapToInt(bytes -> bytes.length)
                                .sum())
                        .isLessThan(1 << 20));
        assertThat(read(secrets)).isEqualTo(document);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0, 4000, 0",
        "0, 4001, 2",
        "0, 100000, 6",
        "2, 16000, 2",
        "2, 16001, 4",
        "2, 2000, 2",
        "2, 1999, 0",
        "6, 100000, 6",
        "10, 100000000, 10",
    })
    void a_layout_stays_until_it_is_clearly_too_small_or_too_large(int bits, int entries, int expected) {
        assertThat(new ShardLayout(bits).adaptedTo(entries).bits()).isEqualTo(expected);
    }

    @Test
    void a_format_that_is_not_known_is_refused() {
        var head = new String(AccessHeadJson.write(AccessDocuments.head()), StandardCharsets.UTF_8);
        assertUnreadable(head.replace("{\"format\":1", "{\"format\":2"));
        assertUnreadable(head.replace("{\"format\":1,", "{"));
        assertUnreadable(head.replace("{\"format\":1", "{\"mode\":1,\"format\":1"));
        assertUnreadable(head.replace("{\"format\":1", "{\"format\":1,\"format\":1"));
        assertUnreadable(head.replace("[\"10.0.0.0/8\"]", "[\"0.0.0.0/1\",\"128.0.0.0/1\"]"));
        assertUnreadable(head.replace("[\"127.0.0.0/8\",", "[\"::ffff:0.0.0.0/96\","));
        assertUnreadable(head + "{}");
        assertUnreadable("");
        assertUnreadable("null");
        assertUnreadable("[".repeat(100_000));
    }

    /** The reader meets whatever somebody with rights on Secrets has left there. */
    @Test
    void damage_is_told_by_one_exception_and_never_read_as_a_document() {
        var random = new Random(11);
        var good = headOf(AccessSecret.write(AccessDocuments.withEntries(40), ShardLayout.SINGLE));
        for (int i = 0; i < 1_000; i++) {
            var data = new TreeMap<String, byte[]>();
            good.data().forEach((key, bytes) -> data.put(key, bytes.clone()));
            byte[] target =
                    i % 2 == 0 ? data.firstEntry().getValue() : data.lastEntry().getValue();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                target[random.nextInt(target.length)] = (byte) random.nextInt(256);
            }
            try {
                var head = AccessSecret.readHead(data);
                AccessSecret.readFiles(head, data, KnownShards.NONE);
            } catch (UnreadableAccessException expected) {
                assertThat(expected).hasNoCause();
            }
        }
    }

    @Test
    void a_shard_that_unpacks_without_end_is_refused_in_bounded_memory() {
        assertThatExceptionOfType(UnreadableAccessException.class)
                .isThrownBy(() -> ShardJson.read(AccessDocuments.gzipOfSpaces(1L << 27), new SharedValues()));
    }

    private static SecretContent headOf(List<NamedSecret> secrets) {
        return secrets.getLast().content();
    }

    private static void assertUnreadable(String head) {
        assertThatExceptionOfType(UnreadableAccessException.class)
                .isThrownBy(() ->
                        AccessSecret.readHead(Map.of(AccessSecret.HEAD_KEY, head.getBytes(StandardCharsets.UTF_8))));
    }

    private static AccessDocument read(List<NamedSecret> secrets) throws UnreadableAccessException {
        return ((Whole) reading(secrets, KnownShards.NONE)).document();
    }

    private static AccessReading reading(List<NamedSecret> secrets, KnownShards known)
            throws UnreadableAccessException {
        return AccessSecret.read(AccessSecret.readHead(headOf(secrets)), byName(secrets), known);
    }

    private static Map<String, SecretContent> byName(List<NamedSecret> secrets) {
        var byName = new HashMap<String, SecretContent>();
        secrets.forEach(secret -> byName.put(secret.name(), secret.content()));
        return byName;
    }

    private static List<Map<String, byte[]>> data(List<NamedSecret> secrets) {
        return secrets.stream()
                .map(secret -> (Map<String, byte[]>) secret.content().data())
                .toList();
    }
}
