package dev.apitoken.operator.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.token.Claims;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.rotation.TokenRecord;
import dev.apitoken.token.secret.ItemFormat;
import dev.apitoken.token.secret.SecretForm;
import dev.apitoken.token.secret.SecretItem;
import dev.apitoken.token.secret.StoredToken;
import dev.apitoken.token.secret.TokenSecret;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.PublishedKeys;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.SigningKey;
import dev.apitoken.token.signing.SigningKeys;
import dev.apitoken.token.signing.TokenSigner;
import io.fabric8.kubernetes.api.model.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A signature is checked once for each version of a Secret; what was read is the very same object again. */
class StoredTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final List<SecretItem> ITEMS = List.of(new SecretItem("token", ItemFormat.Token));

    private final SigningKey first = SigningKeys.generate(SigningAlgorithm.ES256, new SecureRandom(), NOW);
    private final SigningKey second = SigningKeys.generate(SigningAlgorithm.ES256, new SecureRandom(), NOW);
    private final Secret secret = secretSignedBy(first);
    private final StoredTokens tokens = new StoredTokens(Watch.of(List.of()));

    @Test
    void isNotCheckedAgainBecauseAnotherKeyCameOrWent() {
        var checked = read(RingKey.active(first, NOW));

        assertThat(read(RingKey.active(first, NOW), RingKey.pending(second))).isSameAs(checked);
        assertThat(read(RingKey.active(first, NOW).compromised(), RingKey.active(second, NOW)))
                .isSameAs(checked);
    }

    @Test
    void isLookedAtAgainWhenItsOwnKeyWentOrTurnsUp() {
        var unknown = read(RingKey.active(second, NOW));
        var known = read(RingKey.active(first, NOW));

        assertThat(known).isNotSameAs(unknown);
        assertThat(read(RingKey.active(second, NOW))).isNotSameAs(known);
    }

    @Test
    void isNotCheckedAgainBecauseTheStatusRemembersAnotherRevision() {
        var checked = intact(0);

        assertThat(intact(checked.record().revision())).isSameAs(checked);
        assertThat(intact(7).token()).isSameAs(checked.token());
        assertThat(intact(7).record().revision()).isEqualTo(7);
        assertThat(intact(0)).isSameAs(checked);
    }

    private StoredToken.Intact intact(long lastRevision) {
        var keys = PublishedKeys.of(new KeyRing("issuer", List.of(RingKey.active(first, NOW))));
        return (StoredToken.Intact) tokens.read(secret, ITEMS, keys, lastRevision);
    }

    @Test
    void isCheckedAgainWhenTheSecretIsAnotherVersion() {
        var checked = read(RingKey.active(first, NOW));
        secret.getMetadata().setResourceVersion("2");

        assertThat(read(RingKey.active(first, NOW))).isNotSameAs(checked);
    }

    private Object read(RingKey... keys) {
        var ring = new KeyRing("issuer", List.of(keys));
        return tokens.read(secret, ITEMS, PublishedKeys.of(ring), 0);
    }

    private static Secret secretSignedBy(SigningKey key) {
        var claims = new Claims(
                "issuer",
                new User("ci"),
                new TreeSet<>(Set.of("shop")),
                new TokenId("id"),
                "uid",
                NOW,
                NOW.plus(Duration.ofHours(1)));
        var form = new SecretForm("ci", "uid", ITEMS, Collections.emptySortedMap(), Collections.emptySortedMap());
        var record = new TokenRecord(1, Optional.empty(), Optional.empty(), Optional.empty());
        var secret = SecretObject.of(
                new ObjectName("shop", "ci"), TokenSecret.write(form, TokenSigner.sign(claims, key), record));
        secret.getMetadata().setUid("uid-of-secret");
        secret.getMetadata().setResourceVersion("1");
        return secret;
    }
}
