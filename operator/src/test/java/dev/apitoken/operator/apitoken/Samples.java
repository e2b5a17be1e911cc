package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ApiTokenStatus;
import dev.apitoken.crds.TokenIssuerSpec;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.issuer.IssuerKeys;
import dev.apitoken.operator.issuer.IssuerLookup;
import dev.apitoken.operator.issuer.IssuerView;
import dev.apitoken.operator.report.Enforced;
import dev.apitoken.operator.report.TokenReport;
import dev.apitoken.token.rotation.Observation;
import dev.apitoken.token.rotation.RotationPlan;
import dev.apitoken.token.rotation.RotationPlanner;
import dev.apitoken.token.secret.StoredToken;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.RingKey;
import dev.apitoken.token.signing.SigningAlgorithm;
import dev.apitoken.token.signing.SigningKeys;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** ApiTokens of user ci in namespace orders, their tokens issued at {@link #ISSUED} for ten hours. */
final class Samples {
    /** No validator says anything. */
    static final TokenReport UNREPORTED = new TokenReport(new Enforced.NobodyReporting(), null, Optional.empty());

    static final Instant ISSUED = Instant.parse("2026-11-22T10:00:00Z");
    static final Instant EXPIRY = ISSUED.plus(Duration.ofHours(10));
    static final long GENERATION = 7;

    private static final RingKey KEY = RingKey.active(
            SigningKeys.generate(SigningAlgorithm.ES256, new SecureRandom(), Instant.EPOCH), Instant.EPOCH);

    private Samples() {}

    /** @param spec members of spec beside user and validity, in YAML flow style; may be empty */
    static ApiToken apiToken(String spec, String annotations) {
        var token = Serialization.unmarshal(
                "---\nmetadata: {namespace: orders, name: t, uid: uid-1, generation: %s, annotations: {%s}}\nspec: {%s}\n"
                        .formatted(
                                GENERATION,
                                annotations,
                                "user: ci, validity: 10h" + (spec.isEmpty() ? "" : ", " + spec)),
                ApiToken.class);
        token.setStatus(ApiTokenStatus.NEVER_WRITTEN);
        return token;
    }

    static Wish.Granted wish(ApiToken resource) {
        return (Wish.Granted) DesiredTokens.parse(resource, new IssuerLookup.Found(issuer()));
    }

    static Observed observed(ApiToken resource, Wish wish, Optional<? extends StoredToken> stored) {
        return new Observed(
                resource, wish, Holding.of(resource, Optional.empty(), List.of()), stored.map(StoredToken.class::cast));
    }

    /** The first token. */
    static StoredToken.Intact issued() {
        return issued(apiToken("", ""), new Observation.Missing(0), ISSUED);
    }

    /** What the plan asks for at that instant, which must be a new token. */
    static StoredToken.Intact issued(ApiToken resource, Observation before, Instant now) {
        var wish = wish(resource);
        var issue = (RotationPlan.Issue) RotationPlanner.plan(wish.desired(), before, now);
        return new StoredToken.Intact(new TokenMinter(new SecureRandom()).mint(wish, issue), issue.record());
    }

    private static IssuerView issuer() {
        return new IssuerView(
                IssuerId.local("orders", "default"),
                "issuer-uid",
                "urn:test",
                Serialization.unmarshal("---\n{}", TokenIssuerSpec.class),
                Optional.empty(),
                Optional.empty(),
                IssuerKeys.Usable.of(new KeyRing("urn:test", List.of(KEY))));
    }
}
