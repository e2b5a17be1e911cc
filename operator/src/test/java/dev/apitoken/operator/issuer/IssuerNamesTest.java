package dev.apitoken.operator.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.TokenIssuerSpec;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The claim iss and the name of the key Secret. */
class IssuerNamesTest {
    private static final IssuerId LOCAL = IssuerId.local("orders", "default");

    @Test
    void theDefaultClaimNamesClusterNamespaceAndIssuer() {
        assertThat(claim(LOCAL, Optional.empty())).isEqualTo("urn:apitoken:cluster-uid:orders:default");
        assertThat(claim(IssuerId.clusterWide("default"), Optional.empty()))
                .isEqualTo("urn:apitoken:cluster-uid::default");
    }

    @Test
    void aClusterRestoredUnderAnotherUidGoesOnInTheOldName() {
        assertThat(claim(LOCAL, Optional.of("urn:apitoken:former-uid:orders:default")))
                .isEqualTo("urn:apitoken:former-uid:orders:default");
    }

    @Test
    void aNameOnceGivenBySpecIsNotKeptWhenTheSpecDropsIt() {
        assertThat(claim(LOCAL, Optional.of("https://issuer.example.com")))
                .isEqualTo("urn:apitoken:cluster-uid:orders:default");
    }

    @Test
    void namesThatReadAlikeAreDifferentSecrets() {
        assertThat(KeyRingStore.secretName(IssuerId.local("a-b", "c")))
                .startsWith("apitoken-keys-a-b-c-")
                .isNotEqualTo(KeyRingStore.secretName(IssuerId.local("a", "b-c")));
        assertThat(KeyRingStore.secretName(IssuerId.local("cluster", "x")))
                .isNotEqualTo(KeyRingStore.secretName(IssuerId.clusterWide("x")));
    }

    @Test
    void theLongestNamesFit() {
        assertThat(KeyRingStore.secretName(IssuerId.local("n".repeat(63), "i".repeat(253))))
                .hasSizeLessThanOrEqualTo(253);
    }

    private static String claim(IssuerId id, Optional<String> stored) {
        return IssuerClaim.of(id, TokenIssuerSpec.DEFAULTS, stored, "cluster-uid");
    }
}
