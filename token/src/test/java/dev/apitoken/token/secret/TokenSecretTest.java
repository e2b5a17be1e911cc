package dev.apitoken.token.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.apitoken.token.Digest;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.rotation.Observation;
import dev.apitoken.token.rotation.PreviousToken;
import dev.apitoken.token.rotation.TokenRecord;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.MissingProvider;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.SignatureCheckException;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.SigningKey;
import dev.apitoken.token.signing.TestKeys;
import dev.apitoken.token.signing.TokenSigner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSecretTest {
    private static final SigningKey KEY = TestKeys.key(SigningAlgorithm.ES256);
    private static final KeyRing RING = ring(KEY);
    private static final SignedToken TOKEN = TokenSigner.sign(TestKeys.claims(), KEY);
    private static final Instant UNTIL = Instant.parse("2026-01-02T03:14:05Z");
    private static final TokenRecord RECORD = new TokenRecord(
            7,
            Optional.of(Duration.ofDays(30)),
            Optional.of(Instant.parse("2026-06-01T00:00:00Z")),
            Optional.of(new PreviousToken(Digest.of("old"), new TokenId("old"), KEY.id(), TestKeys.CREATED, UNTIL)));
    private static final TokenRecord BARE = new TokenRecord(1, Optional.empty(), Optional.empty(), Optional.empty());
    private static final SecretForm FORM = new SecretForm(
            "ci",
            "uid-1",
            List.of(
                    new SecretItem("curl.conf", ItemFormat.CurlConfig),
                    new SecretItem("token", ItemFormat.Token),
                    new SecretItem("header", ItemFormat.AuthorizationHeader),
                    new SecretItem("token.env", ItemFormat.EnvFile)),
            sorted(Map.of("team", "orders")),
            sorted(Map.of("example.com/note", "for the nightly build")));

    @Test
    void aTokenWhoseSignatureCannotBeCheckedIsNotCalledDamaged() {
        var content = TokenSecret.write(FORM, TOKEN, RECORD);

        assertThatThrownBy(() -> MissingProvider.during(() -> TokenSecret.read(content, FORM.items(), RING, 1)))
                .isInstanceOf(SignatureCheckException.class);
    }

    @Nested
    class Writing {
        private final SecretContent content = TokenSecret.write(FORM, TOKEN, RECORD);

        @Test
        void theTokenStandsInEveryItemByteByByte() {
            assertThat(texts(content))
                    .containsExactly(
                            entry("curl.conf", "header = \"Authorization: Bearer " + TOKEN.reveal() + "\"\n"),
                            entry("header", "Authorization: Bearer " + TOKEN.reveal()),
                            entry("token", TOKEN.reveal()),
                            entry("token.env", "API_TOKEN=" + TOKEN.reveal() + "\n"));
        }

        @Test
        void typeLabelsAndAnnotationsAreAFormatOthersReadToo() {
            assertThat(content.type()).isEqualTo("apitoken.dev/token");
            assertThat(content.labels()).containsExactly(entry("apitoken.dev/token", "ci"), entry("team", "orders"));
            assertThat(content.annotations())
                    .containsExactly(
                            entry("apitoken.dev/digest", TOKEN.digest().hex()),
                            entry("apitoken.dev/ends-at", "2026-06-01T00:00:00Z"),
                            entry("apitoken.dev/issued-for", "uid-1"),
                            entry("apitoken.dev/item", "Token token"),
                            entry(
                                    "apitoken.dev/previous",
                                    "{\"digest\":\"" + Digest.of("old").hex() + "\",\"id\":\"old\",\"keyId\":\""
                                            + KEY.id()
                                            + "\",\"issuedAt\":\"2026-01-01T00:00:00Z\","
                                            + "\"acceptedUntil\":\"2026-01-02T03:14:05Z\"}"),
                            entry("apitoken.dev/requested-validity", "30d"),
                            entry("apitoken.dev/revision", "7"),
                            entry("example.com/note", "for the nightly build"));
        }

        @Test
        void whatIsNotThereIsNotWritten() {
            assertThat(TokenSecret.write(SecretForm.plain("ci", "uid-1"), TOKEN, BARE)
                            .annotations())
                    .containsOnlyKeys(
                            "apitoken.dev/digest",
                            "apitoken.dev/issued-for",
                            "apitoken.dev/item",
                            "apitoken.dev/revision");
        }

        @Test
        void theSameTokenIsTheSameContent() {
            var again = TokenSecret.write(FORM, TOKEN, RECORD);

            assertThat(again.sameDataAs(content.data())).isTrue();
            assertThat(again.annotations()).isEqualTo(content.annotations());
            assertThat(again.labels()).isEqualTo(content.labels());
        }

        @Test
        void onlyTheDataHoldsTheToken() {
            var elsewhere = content.toString() + content.labels() + content.annotations();

            assertThat(elsewhere)
                    .doesNotContain(TOKEN.reveal())
                    .doesNotContain(TOKEN.reveal().split("\\.")[2]);
        }
    }

    @Nested
    class Reading {
        @Test
        void whatWasWrittenIsRead() {
            assertThat(read(TokenSecret.write(FORM, TOKEN, RECORD), FORM.items(), 0))
                    .isEqualTo(intact(TOKEN, RECORD));
        }

        @ParameterizedTest
        @EnumSource
        void theTokenIsReadOutOfAnyFormat(ItemFormat format) {
            var form = withItems(List.of(new SecretItem("only", format)));

            assertThat(read(TokenSecret.write(form, TOKEN, BARE), form.items(), 0))
                    .isEqualTo(intact(TOKEN, BARE));
        }

        @ParameterizedTest
        @EnumSource
        void aChangeOfItemsIsNoLossOfTheToken(ItemFormat format) {
            var content = TokenSecret.write(withItems(List.of(new SecretItem("was", format))), TOKEN, BARE);

            assertThat(read(content, SecretItem.DEFAULT, 0)).isEqualTo(intact(TOKEN, BARE));
        }

        @Test
        void withoutABareItemTheFirstOneCounts() {
            assertThat(TokenSecret.primary(FORM.items())).contains(FORM.items().get(1));
            assertThat(TokenSecret.primary(
                            List.of(FORM.items().get(3), FORM.items().get(2))))
                    .contains(FORM.items().get(3));
        }

        @Test
        void theHigherRevisionCounts() {
            var content = TokenSecret.write(FORM, TOKEN, RECORD);

            assertThat(revision(read(content, FORM.items(), 6))).isEqualTo(7);
            assertThat(revision(read(content, FORM.items(), 9))).isEqualTo(9);
        }
    }

    /** Rule B6. */
    @Nested
    class Tampering {
        @Test
        void everyAlteredByteOfTheTokenIsSeen() {
            var good = TokenSecret.write(FORM, TOKEN, RECORD);
            var token = Objects.requireNonNull(good.data().get("token"));
            for (int at = 0; at < token.length; at++) {
                var altered = token.clone();
                altered[at] ^= 1;
                assertDamaged(with(good, "token", altered));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\n", " ", "null", "a.b.c"})
        void anotherValueIsNoToken(String text) {
            assertDamaged(with(TokenSecret.write(FORM, TOKEN, RECORD), "token", text.getBytes(StandardCharsets.UTF_8)));
        }

        @Test
        void aLineEndMoreIsAnAlteredToken() {
            assertDamaged(with(
                    TokenSecret.write(FORM, TOKEN, RECORD),
                    "token",
                    (TOKEN.reveal() + "\n").getBytes(StandardCharsets.US_ASCII)));
        }

        @Test
        void aTokenThatIsGoneIsMissed() {
            var content = TokenSecret.write(FORM, TOKEN, RECORD);
            var data = new TreeMap<>(content.data());
            data.remove("token");

            assertDamaged(new SecretContent(content.type(), content.labels(), content.annotations(), data));
            assertDamaged(new SecretContent(content.type(), content.labels(), content.annotations(), new TreeMap<>()));
        }

        @Test
        void alteredDerivedItemsCostNoToken() {
            var content = TokenSecret.write(FORM, TOKEN, RECORD);
            for (var key : List.of("curl.conf", "header", "token.env")) {
                var altered = with(content, key, new byte[] {1});
                assertThat(read(altered, FORM.items(), 0)).isEqualTo(intact(TOKEN, RECORD));
                assertThat(TokenSecret.write(FORM, TOKEN, RECORD).sameDataAs(altered.data()))
                        .as("and the difference shows, so it is repaired")
                        .isFalse();
            }
        }

        @Test
        void lostLabelsAndAnnotationsCostNoToken() {
            var content = TokenSecret.write(FORM, TOKEN, RECORD);
            var bare = new SecretContent(content.type(), new TreeMap<>(), new TreeMap<>(), content.data());

            assertThat(read(bare, FORM.items(), 7))
                    .isEqualTo(intact(TOKEN, new TokenRecord(7, Optional.empty(), Optional.empty(), Optional.empty())));
            assertThat(read(bare, FORM.items(), 0)).isEqualTo(intact(TOKEN, BARE));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "revision|0",
                    "revision|-1",
                    "revision|9223372036854775807",
                    "revision|99999999999999999999",
                    "revision|seven",
                    "requested-validity|forever",
                    "requested-validity|99999d",
                    "ends-at|tomorrow",
                    "previous|{}",
                    "previous|null",
                    "previous|[]",
                    "previous|{\"digest\":1}",
                    "previous|no JSON",
                    "digest|no digest",
                    "digest|00",
                    "item|",
                    "item|Token",
                    "item|Token ../token",
                    "item|Token elsewhere",
                    "item|Secret token",
                    "issued-for|another",
                })
        void anAlteredAnnotationCostsNoToken(String name, String value) {
            var content = annotated(
                    TokenSecret.write(FORM, TOKEN, RECORD), "apitoken.dev/" + name, value == null ? "" : value);

            assertThat(read(content, FORM.items(), 0)).isInstanceOf(StoredToken.Intact.class);
        }

        /** Good signature, right claims, but rotated away: it must not come back by being put back. */
        @Test
        void anEarlierTokenPutBackIsAnAlteredOne() {
            var earlier = TokenSigner.sign(TestKeys.claims(), KEY);
            assertThat(earlier.digest()).as("EC signatures differ each time").isNotEqualTo(TOKEN.digest());

            assertDamaged(with(
                    TokenSecret.write(FORM, TOKEN, RECORD),
                    "token",
                    earlier.reveal().getBytes(StandardCharsets.US_ASCII)));
        }

        private void assertDamaged(SecretContent content) {
            assertThat(read(content, FORM.items(), 0)).isEqualTo(new StoredToken.Damaged(7));
        }
    }

    @Nested
    class Keys {
        @Test
        void aTokenOfAKeyThatIsGoneIsReadSoThatTheReasonCanBeNamed() {
            var content = TokenSecret.write(FORM, TOKEN, RECORD);

            var stored = TokenSecret.read(content, FORM.items(), ring(TestKeys.key(SigningAlgorithm.ES384)), 0);

            assertThat(stored.observation())
                    .isInstanceOfSatisfying(
                            Observation.Found.class,
                            found -> assertThat(found.token().keyId()).isEqualTo(KEY.id()));
        }

        @Test
        void aTokenOfACompromisedKeyIsRecognised() {
            var ring = RING.with(RING.keys().getFirst().compromised());

            assertThat(TokenSecret.read(TokenSecret.write(FORM, TOKEN, RECORD), FORM.items(), ring, 0))
                    .isEqualTo(intact(TOKEN, RECORD));
        }

        @Test
        void aForgeryUnderAKnownKeyIdIsNone() {
            var forger = TestKeys.another(SigningAlgorithm.ES256);
            var parts = TOKEN.reveal().split("\\.");
            var signature = TokenSigner.sign(TestKeys.claims(), forger).reveal().split("\\.")[2];
            var forged = new SignedToken(parts[0] + "." + parts[1] + "." + signature, TestKeys.claims(), KEY.id());

            assertThat(read(TokenSecret.write(FORM, forged, RECORD), FORM.items(), 0))
                    .isEqualTo(new StoredToken.Damaged(7));
        }
    }

    @Nested
    class Ending {
        private final Instant end = Instant.parse("2026-03-01T00:00:00Z");

        @Test
        void aSecretThatOutlivesItsApiTokenIsMarked() {
            var ended = TokenSecret.ended(TokenSecret.write(FORM, TOKEN, BARE), end);

            assertThat(read(ended, FORM.items(), 0)).isEqualTo(intact(TOKEN, BARE.endedAt(end)));
            assertThat(ended.sameDataAs(TokenSecret.write(FORM, TOKEN, BARE).data()))
                    .isTrue();
        }

        @Test
        void theEarlierEndStands() {
            var content = TokenSecret.write(FORM, TOKEN, BARE);
            var twice = TokenSecret.ended(TokenSecret.ended(content, end), end.plusSeconds(1));
            var earlier = TokenSecret.ended(TokenSecret.ended(content, end), end.minusSeconds(1));
            var repaired = TokenSecret.ended(annotated(content, "apitoken.dev/ends-at", "never"), end);

            assertThat(twice.annotations()).containsEntry("apitoken.dev/ends-at", "2026-03-01T00:00:00Z");
            assertThat(earlier.annotations()).containsEntry("apitoken.dev/ends-at", "2026-02-28T23:59:59Z");
            assertThat(repaired.annotations()).containsEntry("apitoken.dev/ends-at", "2026-03-01T00:00:00Z");
        }

        @Test
        void whoItWasIssuedForIsKnown() {
            assertThat(TokenSecret.issuedFor(TokenSecret.write(FORM, TOKEN, BARE)))
                    .contains("uid-1");
        }
    }

    @Nested
    class Forms {
        @Test
        void everyItemHasItsOwnKey() {
            var item = new SecretItem("token", ItemFormat.Token);

            assertThatIllegalArgumentException().isThrownBy(() -> withItems(List.of()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> withItems(List.of(item, new SecretItem("token", ItemFormat.EnvFile))));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ".", "..", "..data", "a/b", "a b", "ä", "a\n"})
        void aKeyThatKubernetesRefusesIsRefused(String key) {
            assertThatIllegalArgumentException().isThrownBy(() -> new SecretItem(key, ItemFormat.Token));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "apitoken.dev/token",
                    "apitoken.dev/ends-at",
                    "argocd.argoproj.io/instance",
                    "argocd.argoproj.io/tracking-id",
                    "kustomize.toolkit.fluxcd.io/name",
                    "helm.toolkit.fluxcd.io/name",
                    "helm.sh/chart",
                    "meta.helm.sh/release-name",
                    "app.kubernetes.io/managed-by",
                    "app.kubernetes.io/instance",
                    "kubectl.kubernetes.io/last-applied-configuration",
                    "applyset.kubernetes.io/part-of",
                    "kubernetes.io/service-account.name",
                    "kubernetes.io/service-account.uid"
                })
        void aKeyByWhichAnotherToolClaimsTheSecretIsRefused(String key) {
            assertThat(SecretMetadataRules.refusedKey(Map.of("team", "a", key, "b")))
                    .contains(key);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SecretForm(
                            "ci", "uid-1", SecretItem.DEFAULT, sorted(Map.of(key, "x")), sorted(Map.of())))
                    .withMessageContaining(key);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SecretForm(
                            "ci", "uid-1", SecretItem.DEFAULT, sorted(Map.of()), sorted(Map.of(key, "x"))));
        }

        @ParameterizedTest
        @ValueSource(strings = {"team", "app.kubernetes.io/name", "example.com/apitoken.dev", "my-helm.sh/x"})
        void everyOtherKeyIsTheAuthorsOwn(String key) {
            assertThat(SecretMetadataRules.refusedKey(Map.of(key, "x"))).isEmpty();
        }
    }

    private static KeyRing ring(SigningKey key) {
        return new KeyRing("urn:apitoken:test", List.of(RingKey.active(key, TestKeys.CREATED)));
    }

    private static StoredToken read(SecretContent content, List<SecretItem> items, long lastRevision) {
        return TokenSecret.read(content, items, RING, lastRevision);
    }

    private static StoredToken intact(SignedToken token, TokenRecord record) {
        return new StoredToken.Intact(token, record);
    }

    private static long revision(StoredToken stored) {
        return stored.observation().lastRevision();
    }

    private static SecretForm withItems(List<SecretItem> items) {
        return new SecretForm("ci", "uid-1", items, sorted(Map.of()), sorted(Map.of()));
    }

    private static SecretContent with(SecretContent content, String key, byte[] value) {
        var data = new TreeMap<>(content.data());
        data.put(key, value);
        return new SecretContent(content.type(), content.labels(), content.annotations(), data);
    }

    private static SecretContent annotated(SecretContent content, String name, String value) {
        var annotations = new TreeMap<>(content.annotations());
        annotations.put(name, value);
        return new SecretContent(content.type(), content.labels(), annotations, content.data());
    }

    private static SortedMap<String, String> texts(SecretContent content) {
        var texts = new TreeMap<String, String>();
        content.data().forEach((key, value) -> texts.put(key, new String(value, StandardCharsets.US_ASCII)));
        return texts;
    }

    private static SortedMap<String, String> sorted(Map<String, String> map) {
        return new TreeMap<>(map);
    }
}
