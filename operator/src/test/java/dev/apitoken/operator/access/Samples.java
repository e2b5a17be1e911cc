package dev.apitoken.operator.access;

import dev.apitoken.crds.AccessPolicySpec;
import dev.apitoken.operator.access.CompilableToken.Issued;
import dev.apitoken.operator.account.AccountView;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.kubernetes.LabelRequirements;
import dev.apitoken.token.Claims;
import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.access.SourceFilter;
import dev.apitoken.token.rotation.DesiredToken;
import dev.apitoken.token.rotation.ObservedToken;
import dev.apitoken.token.rotation.PreviousToken;
import dev.apitoken.token.rotation.RenewBefore;
import dev.apitoken.token.rotation.RotationPolicy;
import dev.apitoken.token.rotation.TokenRecord;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyState;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.SigningKey;
import dev.apitoken.token.signing.SigningKeys;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Tokens, issuers and accounts that differ from one another only in what a test says about them. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final SigningKey KEY =
            SigningKeys.generate(SigningAlgorithm.ES256, new SecureRandom(), Instant.parse("2026-11-01T00:00:00Z"));

    private static final RotationPolicy ROTATION = new RotationPolicy(
            RotationPolicy.Renewal.Automatic, new RenewBefore.Percentage(33), 10, Duration.ofMinutes(10));

    private Samples() {}

    static CompilableIssuer issuer(IssuerId id) {
        return new CompilableIssuer(id, claim(id), JwkSet.of(List.of(KEY.verificationKey())), false, Optional.empty());
    }

    static CompilableIssuer acceptedIn(CompilableIssuer issuer, LabelRequirements policyNamespaces) {
        return new CompilableIssuer(
                issuer.id(), issuer.issuer(), issuer.keys(), issuer.accountsRequired(), Optional.of(policyNamespaces));
    }

    static String claim(IssuerId id) {
        return "urn:apitoken:test:" + id.namespace() + ":" + id.name();
    }

    static AccountView account(String namespace, String user, String... roles) {
        return new AccountView(
                namespace, user, "uid-" + namespace + "-" + user, NOW, new User(user), Set.of(roles), true);
    }

    static AccountView disabled(AccountView account) {
        return new AccountView(
                account.namespace(),
                account.name(),
                account.uid(),
                account.createdAt(),
                account.user(),
                account.roles(),
                false);
    }

    /** Issued a minute ago for its own ApiToken, ends in an hour. */
    static Issued token(String namespace, String name, IssuerId issuer, String... audiences) {
        var claims = new Claims(
                claim(issuer),
                new User(name),
                new TreeSet<>(Set.of(audiences)),
                new TokenId(namespace + "." + name),
                "uid-" + namespace + "-" + name,
                NOW.minus(Duration.ofMinutes(1)),
                NOW.plus(Duration.ofHours(1)));
        var observed = new ObservedToken(
                claims,
                KEY.id(),
                Digest.of(namespace + "/" + name),
                new TokenRecord(1, Optional.empty(), Optional.empty(), Optional.empty()));
        return new Issued(
                namespace,
                name,
                issuer,
                desired(claims, DesiredToken.Switches.ON),
                observed,
                Optional.empty(),
                Optional.empty());
    }

    static DesiredToken desired(Claims claims, DesiredToken.Switches switches) {
        return new DesiredToken(
                claims.clientId(),
                claims.issuer(),
                claims.user(),
                claims.audiences(),
                switches,
                Duration.ofHours(1),
                false,
                Optional.empty(),
                List.of(),
                ROTATION,
                Map.of(KEY.id(), KeyState.Active));
    }

    static Issued withDesired(Issued token, DesiredToken desired) {
        return new Issued(
                token.namespace(),
                token.name(),
                token.issuer(),
                desired,
                token.observed(),
                token.roles(),
                token.sources());
    }

    /** A copy of the other's token in this one's Secret, and a spec that asks for just such a one. */
    static Issued withTokenOf(Issued token, Issued other) {
        var wanted = desired(other.observed().claims(), DesiredToken.Switches.ON);
        return new Issued(
                token.namespace(),
                token.name(),
                other.issuer(),
                withUid(wanted, token.uid()),
                other.observed(),
                token.roles(),
                token.sources());
    }

    private static DesiredToken withUid(DesiredToken desired, String uid) {
        return new DesiredToken(
                uid,
                desired.issuer(),
                desired.user(),
                desired.audiences(),
                desired.switches(),
                desired.validity(),
                false,
                desired.expiresAt(),
                desired.rotateAfter(),
                desired.rotation(),
                desired.keys());
    }

    /** The same ApiToken, made again by the same name under another UID. */
    static Issued madeAgain(Issued token, String uid) {
        return withDesired(token, withUid(token.desired(), uid));
    }

    static Issued denied(Issued token) {
        var desired = desired(token.observed().claims(), new DesiredToken.Switches(true, true, false));
        return withDesired(token, withUid(desired, token.uid()));
    }

    /** So late that no overlap can be counted on from there. */
    static Issued issuedAtTheEndOfTime(Issued token) {
        var said = token.observed().claims();
        var claims = new Claims(
                said.issuer(),
                said.user(),
                said.audiences(),
                said.id(),
                said.clientId(),
                Instant.MAX.minusSeconds(1),
                Instant.MAX);
        var observed = new ObservedToken(
                claims, KEY.id(), token.observed().digest(), token.observed().record());
        return new Issued(
                token.namespace(),
                token.name(),
                token.issuer(),
                token.desired(),
                observed,
                token.roles(),
                token.sources());
    }

    /** The same ApiToken after a renewal: another token for the same user. */
    static Issued issuedAgain(Issued token) {
        var observed = new ObservedToken(
                token.observed().claims(),
                KEY.id(),
                Digest.of(token.objectName() + " again"),
                token.observed().record());
        return new Issued(
                token.namespace(),
                token.name(),
                token.issuer(),
                token.desired(),
                observed,
                token.roles(),
                token.sources());
    }

    /** As if the annotation of this one's Secret named the other's token as the one before. */
    static Issued claimingAsPrevious(Issued token, Issued other, Instant acceptedUntil) {
        var with = withPrevious(token, acceptedUntil);
        var before = with.observed().record().previous().orElseThrow();
        var previous = new PreviousToken(
                other.observed().digest(), before.id(), before.keyId(), before.issuedAt(), acceptedUntil);
        var observed = new ObservedToken(
                with.observed().claims(),
                KEY.id(),
                with.observed().digest(),
                new TokenRecord(2, Optional.empty(), Optional.empty(), Optional.of(previous)));
        return new Issued(
                token.namespace(),
                token.name(),
                token.issuer(),
                token.desired(),
                observed,
                token.roles(),
                token.sources());
    }

    static Issued withSources(Issued token, List<String> sources) {
        return new Issued(
                token.namespace(),
                token.name(),
                token.issuer(),
                token.desired(),
                token.observed(),
                token.roles(),
                Optional.of(SourceFilter.parse(sources)));
    }

    static Issued withRoles(Issued token, Set<String> roles) {
        return new Issued(
                token.namespace(),
                token.name(),
                token.issuer(),
                token.desired(),
                token.observed(),
                Optional.of(roles),
                token.sources());
    }

    /** @param acceptedUntil of the token before it */
    static Issued withPrevious(Issued token, Instant acceptedUntil) {
        var claims = token.observed().claims();
        var previous = new PreviousToken(
                Digest.of(token.namespace() + "/" + token.name() + " before"),
                new TokenId(claims.id() + ".before"),
                KEY.id(),
                claims.issuedAt().minus(Duration.ofMinutes(30)),
                acceptedUntil);
        var observed = new ObservedToken(
                claims,
                KEY.id(),
                token.observed().digest(),
                new TokenRecord(2, Optional.empty(), Optional.empty(), Optional.of(previous)));
        return new Issued(
                token.namespace(),
                token.name(),
                token.issuer(),
                token.desired(),
                observed,
                token.roles(),
                token.sources());
    }

    static CompilablePolicy policy(String namespace, String audience, TokenOrigin... origins) {
        var spec = Serialization.unmarshal("audience: " + audience, AccessPolicySpec.class);
        return switch (PolicySettingsParser.parse(namespace, "gate", spec)) {
            case ParsedSettings.Valid(var settings) -> new CompilablePolicy(settings, List.of(origins));
            case ParsedSettings.Invalid invalid -> throw new IllegalStateException(invalid.toString());
        };
    }
}
