package dev.apitoken.operator.apitoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ReadyReason;
import dev.apitoken.crds.TokenIssuerSpec;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.issuer.IssuerKeys;
import dev.apitoken.operator.issuer.IssuerLookup;
import dev.apitoken.operator.issuer.IssuerView;
import dev.apitoken.token.rotation.DesiredToken;
import dev.apitoken.token.rotation.RenewBefore;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.PublishedKeys;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.SigningKeys;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DesiredTokensTest {
    private static final RingKey KEY = RingKey.active(
            SigningKeys.generate(SigningAlgorithm.ES256, new SecureRandom(), Instant.EPOCH), Instant.EPOCH);
    private static final IssuerKeys KEYS = IssuerKeys.Usable.of(new KeyRing("urn:test", List.of(KEY)));

    @Test
    void whatASpecDoesNotSayComesFromTheIssuer() {
        var desired = granted("user: ci", "{}");

        assertThat(desired.user().value()).isEqualTo("ci");
        assertThat(desired.issuer()).isEqualTo("urn:test");
        assertThat(desired.audiences()).containsExactly("orders");
        assertThat(desired.validity()).isEqualTo(Duration.ofDays(30));
        assertThat(desired.validityRequested()).isFalse();
        assertThat(desired.switches()).isEqualTo(DesiredToken.Switches.ON);
        assertThat(desired.expiresAt()).isEmpty();
        assertThat(desired.rotateAfter()).isEmpty();
        assertThat(desired.rotation().renewBefore()).isEqualTo(new RenewBefore.Percentage(33));
        assertThat(desired.rotation().overlap()).isEqualTo(Duration.ofMinutes(10));
        assertThat(desired.keys()).containsOnlyKeys(KEY.id());
    }

    @Test
    void theIssuersDefaultsCountBeforeOurs() {
        var desired = granted(
                "user: ci", "{defaults: {validity: 7d, audiences: [a], renewBeforePercentage: 50, overlap: 0s}}");

        assertThat(desired.validity()).isEqualTo(Duration.ofDays(7));
        assertThat(desired.audiences()).containsExactly("a");
        assertThat(desired.rotation().renewBefore()).isEqualTo(new RenewBefore.Percentage(50));
        assertThat(desired.rotation().overlap()).isZero();
    }

    @Test
    void fieldAndAnnotationBothAskForARotation() {
        var desired = granted("""
                user: ci, rotation: {rotateAfter: "2026-11-22T10:00:00+01:00"}\
                """, "{}", "apitoken.dev/rotate-after: \"2026-11-23t00:00:00.5z\"");

        assertThat(desired.rotateAfter())
                .containsExactly(Instant.parse("2026-11-22T09:00:00Z"), Instant.parse("2026-11-23T00:00:00.5Z"));
    }

    @Test
    void theAnnotationDeniedCountsWhateverItSays() {
        assertThat(granted("user: ci", "{}", "apitoken.dev/denied: \"\"")
                        .switches()
                        .denied())
                .isTrue();
    }

    @Test
    void aDefaultValidityOutsideTheLimitsIsMovedInside() {
        assertThat(granted("user: ci", "{limits: {maxValidity: 5d}}").validity())
                .isEqualTo(Duration.ofDays(5));
        assertThat(granted("user: ci", "{limits: {minValidity: 40d}}").validity())
                .isEqualTo(Duration.ofDays(40));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user: ''                                                        | spec.user",
                "user: ci, audiences: []                                         | spec.audiences",
                "user: ci, allowedSources: []                                    | spec.allowedSources",
                "user: ci, allowedSources: [192.0.2.20-192.0.2.10]               | spec.allowedSources",
                "user: ci, allowedSources: [192.0.2.1-2001:db8::1]               | spec.allowedSources",
                "user: ci, rotation: {overlap: 31d}                              | spec.rotation",
                "user: ci, validity: 1w                                          | spec.validity",
                "user: ci, validity: 99999d                                      | spec.validity",
                "user: ci, expiresAt: tomorrow                                   | spec.expiresAt",
                "user: ci, rotation: {rotateAfter: now}                          | spec.rotation.rotateAfter",
                "user: ci, rotation: {renewBefore: 30d}                          | spec.rotation.renewBefore",
                "user: ci, rotation: {renewBefore: 1d, renewBeforePercentage: 5} | spec.rotation",
                "user: ci, rotation: {renewBeforePercentage: 91}                 | spec.rotation.renewBeforePercentage",
                "user: ci, rotation: {renewBeforePercentage: 99999999999}        | spec.rotation.renewBeforePercentage",
                "user: ci, rotation: {jitterPercent: 51}                         | spec.rotation",
                "user: ci, rotation: {overlap: soon}                             | spec.rotation.overlap",
                "user: ci, rotation: {policy: Sometimes}                         | spec.rotation",
                "user: ci, secret: {items: []}                                   | spec.secret",
                "user: ci, secret: {items: [{key: .., format: Token}]}           | spec.secret.items",
                "user: ci, secret: {items: [{key: a, format: Xml}]}              | spec.secret.items",
                "user: ci, secret: {labels: {helm.sh/chart: x}}                  | spec.secret",
                "user: ci, secret: {annotations: {apitoken.dev/revision: '9'}}   | spec.secret",
            })
    void whatTheCrdWouldRefuseIsRefusedAgainAndNamed(String spec, String field) {
        assertThat(parse(spec, "{}", "")).isInstanceOfSatisfying(Wish.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(ReadyReason.InvalidSpec);
            assertThat(refused.message()).startsWith(field + ": ");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user: ci                                | {limits: {users: [ops-*]}}     | limits.users",
                "user: ci                                | {limits: {users: []}}          | limits.users",
                "user: ci, audiences: [a, b]             | {limits: {audiences: [a]}}     | limits.audiences",
                "user: ci, validity: 91d                 | {}                             | limits.maxValidity",
                "user: ci, validity: 4m                  | {}                             | limits.minValidity",
            })
    void whatLiesOutsideTheLimitsIsNotAllowedAndTheLimitIsNamed(String spec, String issuer, String limit) {
        assertThat(parse(spec, issuer, "")).isInstanceOfSatisfying(Wish.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(ReadyReason.NotAllowed);
            assertThat(refused.message()).contains(limit, "TokenIssuer orders/default");
        });
    }

    @Test
    void withoutAnIssuerThereIsNoToken() {
        assertThat(DesiredTokens.parse(token("user: ci", ""), new IssuerLookup.NotFound("there is none")))
                .isEqualTo(new Wish.Refused(ReadyReason.IssuerNotFound, "there is none"));
        assertThat(DesiredTokens.parse(token("user: ci", ""), new IssuerLookup.NotYetKnown("who knows")))
                .isEqualTo(new Wish.Refused(ReadyReason.IssuerNotReady, "who knows"));
        assertThat(DesiredTokens.parse(token("user: ci", ""), new IssuerLookup.NotServed("not here")))
                .isEqualTo(new Wish.Refused(ReadyReason.NotAllowed, "not here"));
    }

    @Test
    void keysThatWereNeverSeenMakeNoTokenLookEnded() {
        var unknown = new IssuerKeys.Unusable("lost", PublishedKeys.none("urn:test"));

        assertThat(DesiredTokens.parse(token("user: ci", ""), new IssuerLookup.Found(issuer("{}", unknown))))
                .isInstanceOfSatisfying(
                        Wish.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(ReadyReason.IssuerNotReady));
    }

    private static DesiredToken granted(String spec, String issuer) {
        return granted(spec, issuer, "");
    }

    private static DesiredToken granted(String spec, String issuer, String annotations) {
        assertThat(parse(spec, issuer, annotations)).isInstanceOf(Wish.Granted.class);
        return ((Wish.Granted) parse(spec, issuer, annotations)).desired();
    }

    private static Wish parse(String spec, String issuer, String annotations) {
        return DesiredTokens.parse(token(spec, annotations), new IssuerLookup.Found(issuer(issuer, KEYS)));
    }

    private static ApiToken token(String spec, String annotations) {
        return Serialization.unmarshal(
                "---\nmetadata: {namespace: orders, name: t, uid: uid-1, annotations: {%s}}\nspec: {%s}\n"
                        .formatted(annotations, spec),
                ApiToken.class);
    }

    private static IssuerView issuer(String spec, IssuerKeys keys) {
        return new IssuerView(
                IssuerId.local("orders", "default"),
                "issuer-uid",
                "urn:test",
                Serialization.unmarshal("---\n" + spec, TokenIssuerSpec.class),
                Optional.empty(),
                Optional.empty(),
                keys);
    }
}
