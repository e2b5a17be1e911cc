package dev.apitoken.validator.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.validator.decision.SamplePolicy;
import dev.apitoken.validator.decision.SampleTokens;
import dev.apitoken.validator.index.ListedToken.Signature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessIndexTest {
    private static final String ISSUER = "urn:apitoken:test";
    private static final Signature GOOD = new Signature.Good(SampleTokens.KEY_ID);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 8, 9, 1_000, 20_000})
    void finds_every_listed_digest_and_no_other(int count) {
        var random = new Random(count);
        var expected = new HashMap<Digest, TokenEntry>();
        for (int i = 0; i < count; i++) {
            var digest = new Digest(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
            expected.put(digest, entry(digest, "u" + i));
        }
        var index = AccessIndex.of(document(List.copyOf(expected.values()), JwkSet.EMPTY));
        assertThat(index.size()).isEqualTo(count);
        expected.forEach((digest, entry) ->
                assertThat(index.find(digest).map(ListedToken::entry)).contains(entry));
        for (var digest : expected.keySet()) {
            assertThat(index.find(new Digest(digest.word0(), digest.word1(), digest.word2(), ~digest.word3())))
                    .isEmpty();
            assertThat(index.find(new Digest(~digest.word0(), digest.word1(), digest.word2(), digest.word3())))
                    .isEmpty();
        }
    }

    /** All in one slot: the table must end its search all the same. */
    @Test
    void digests_that_fall_together_are_told_apart() {
        var entries = new ArrayList<TokenEntry>();
        for (int i = 0; i < 50; i++) {
            entries.add(entry(new Digest(0, 0, 0, i), "u" + i));
        }
        var index = AccessIndex.of(document(entries, JwkSet.EMPTY));
        for (var entry : entries) {
            assertThat(index.find(entry.digest()).map(ListedToken::entry)).contains(entry);
        }
        assertThat(index.find(new Digest(0, 0, 0, 50))).isEmpty();
    }

    @Test
    void a_signature_check_outlives_a_revision_that_leaves_its_grounds_alone() {
        var before = checkedIndex();
        var next = before.next(document(List.of(entry(ONE, "ci"), entry(TWO, "new")), SampleTokens.PUBLISHED));
        assertThat(signature(next, ONE)).isEqualTo(GOOD);
        assertThat(signature(next, TWO)).isEqualTo(new Signature.Unchecked());
    }

    @Test
    void a_signature_check_is_forgotten_when_keys_claims_or_audience_change() {
        var before = checkedIndex();
        assertThat(signature(before.next(document(List.of(entry(ONE, "ci")), JwkSet.EMPTY)), ONE))
                .isEqualTo(new Signature.Unchecked());
        assertThat(signature(before.next(document(List.of(entry(ONE, "another")), SampleTokens.PUBLISHED)), ONE))
                .isEqualTo(new Signature.Unchecked());
    }

    @Test
    void keys_of_two_issuers_of_one_name_are_one_set() {
        var document = new AccessDocument(
                1,
                SampleTokens.NOW,
                SamplePolicy.ofShop().settings(),
                List.of(new IssuerKeys(ISSUER, JwkSet.EMPTY), new IssuerKeys(ISSUER, SampleTokens.PUBLISHED)),
                List.of(entry(ONE, "ci")));
        assertThat(AccessIndex.of(document).find(ONE).map(ListedToken::keys)).contains(SampleTokens.PUBLISHED);
    }

    private static final Digest ONE = Digest.of("one");
    private static final Digest TWO = Digest.of("two");

    private static AccessIndex checkedIndex() {
        var index = AccessIndex.of(document(List.of(entry(ONE, "ci")), SampleTokens.PUBLISHED));
        index.find(ONE).orElseThrow().remember(GOOD);
        return index;
    }

    private static Signature signature(AccessIndex index, Digest digest) {
        return index.find(digest).orElseThrow().signature();
    }

    private static AccessDocument document(List<TokenEntry> entries, JwkSet keys) {
        return new AccessDocument(
                1, SampleTokens.NOW, SamplePolicy.ofShop().settings(), List.of(new IssuerKeys(ISSUER, keys)), entries);
    }

    private static TokenEntry entry(Digest digest, String user) {
        return new TokenEntry(
                digest,
                new TokenId("id"),
                new User(user),
                "team",
                ISSUER,
                SampleTokens.EXPIRES,
                new TreeSet<>(),
                Optional.empty());
    }
}
