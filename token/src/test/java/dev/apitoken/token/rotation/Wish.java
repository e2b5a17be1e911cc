package dev.apitoken.token.rotation;

import dev.apitoken.token.Claims;
import dev.apitoken.token.Digest;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.rotation.DesiredToken.Switches;
import dev.apitoken.token.rotation.RotationPolicy.Renewal;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.KeyState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** An ApiToken's spec that changes as a user edits it. Starts as the defaults are. */
final class Wish {
    static final KeyId KEY = new KeyId("atk-AAAAAAAAAAAAAAAA");
    static final KeyId OTHER_KEY = new KeyId("atk-BBBBBBBBBBBBBBBB");

    String issuer = "urn:apitoken:test";
    String user = "ci";
    List<String> audiences = List.of("orders-api");
    Switches switches = Switches.ON;
    Duration validity = Duration.ofDays(30);
    boolean validityRequested = false;
    Optional<Instant> expiresAt = Optional.empty();
    List<Instant> rotateAfter = List.of();
    Renewal renewal = Renewal.Automatic;
    RenewBefore renewBefore = new RenewBefore.Percentage(33);
    int jitterPercent = 10;
    Duration overlap = Duration.ofMinutes(10);
    Map<KeyId, KeyState> keys = Map.of(KEY, KeyState.Active);
    Optional<Duration> longestLife = Optional.empty();

    DesiredToken desired() {
        return new DesiredToken(
                "uid-1",
                issuer,
                new User(user),
                new TreeSet<>(audiences),
                switches,
                validity,
                validityRequested,
                expiresAt,
                rotateAfter,
                new RotationPolicy(renewal, renewBefore, jitterPercent, overlap),
                keys,
                longestLife);
    }

    RotationPlan plan(Observation observed, Instant now) {
        return RotationPlanner.plan(desired(), observed, now);
    }

    RotationPlan plan(ObservedToken token, Instant now) {
        return plan(new Observation.Found(token), now);
    }

    /** What an operator leaves behind that follows the plan: the token it signed, or the one it kept. */
    Observation applied(RotationPlan plan, Observation before) {
        return switch (plan) {
            case RotationPlan.Issue issue -> new Observation.Found(issued(issue));
            case RotationPlan.Keep keep -> recorded(before, keep.record());
            case RotationPlan.Hold hold ->
                hold.record().map(record -> recorded(before, record)).orElse(before);
        };
    }

    ObservedToken issued(RotationPlan.Issue issue) {
        var claims = new Claims(
                issuer,
                new User(user),
                new TreeSet<>(audiences),
                new TokenId("token-" + issue.revision()),
                "uid-1",
                issue.issuedAt(),
                issue.expiresAt());
        return new ObservedToken(claims, signingKey(), Digest.of("token-" + issue.revision()), issue.record());
    }

    /** The first token, issued at this instant as this wish asks. */
    ObservedToken firstToken(Instant now) {
        return issued((RotationPlan.Issue) plan(new Observation.Missing(0), now));
    }

    private KeyId signingKey() {
        return keys.entrySet().stream()
                .filter(key -> key.getValue() == KeyState.Active)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(KEY);
    }

    private static Observation recorded(Observation before, TokenRecord record) {
        return before instanceof Observation.Found(ObservedToken token)
                ? new Observation.Found(new ObservedToken(token.claims(), token.keyId(), token.digest(), record))
                : before;
    }

    @Override
    public String toString() {
        return desired().toString();
    }
}
