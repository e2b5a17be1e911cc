package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiTokenSpec;
import dev.apitoken.crds.IssuerSpec;
import dev.apitoken.operator.restart.RestartTarget;
import dev.apitoken.token.TokenDuration;
import dev.apitoken.token.User;
import dev.apitoken.token.access.SourceFilter;
import dev.apitoken.token.rotation.RenewBefore;
import dev.apitoken.token.rotation.RotationPolicy;
import dev.apitoken.token.secret.ItemFormat;
import dev.apitoken.token.secret.SecretForm;
import dev.apitoken.token.secret.SecretItem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a spec, defaults of the issuer filled in. Checks again what the CRD checks: the CRD in the cluster
 * may be an older one. Every method throws {@link InvalidFieldException} with the name of the field.
 */
record SpecReader(ApiTokenSpec spec, IssuerSpec.Defaults defaults) {
    private static final int MAX_RESTART_TARGETS = 16;

    User user() {
        return reading("spec.user", () -> new User(spec.user()));
    }

    /** Absent everywhere: the name of the namespace, so that a token works at home and nowhere else. */
    SortedSet<String> audiences(String namespace) {
        var asked = Optional.ofNullable(spec.audiences())
                .or(() -> Optional.ofNullable(defaults.audiences()))
                .orElse(List.of(namespace));
        if (asked.isEmpty()) {
            throw new InvalidFieldException("spec.audiences", "must name at least one audience, or be left out");
        }
        return new TreeSet<>(asked);
    }

    Duration validity() {
        return duration("spec.validity", spec.validity()).orElseGet(this::defaultValidity);
    }

    Optional<Instant> expiresAt() {
        return instant("spec.expiresAt", spec.expiresAt());
    }

    Optional<Instant> rotateAfter() {
        return instant("spec.rotation.rotateAfter", spec.rotation().rotateAfter());
    }

    RotationPolicy rotation(Duration validity) {
        var renewBefore = renewBefore();
        if (renewBefore.of(validity).compareTo(validity) >= 0) {
            throw new InvalidFieldException("spec.rotation.renewBefore", "must be shorter than the validity");
        }
        return reading(
                "spec.rotation",
                () -> new RotationPolicy(
                        RotationPolicy.Renewal.valueOf(spec.rotation().policy()),
                        renewBefore,
                        Math.toIntExact(spec.rotation().jitterPercent()),
                        overlap()));
    }

    Optional<SourceFilter> sources() {
        return reading(
                "spec.allowedSources",
                () -> Optional.ofNullable(spec.allowedSources()).map(SourceFilter::parse));
    }

    SecretForm form(String name, String uid) {
        return reading(
                "spec.secret",
                () -> new SecretForm(
                        name,
                        uid,
                        items(),
                        new TreeMap<>(spec.secret().labels()),
                        new TreeMap<>(spec.secret().annotations())));
    }

    List<SecretItem> items() {
        return reading(
                "spec.secret.items",
                () -> spec.secret().items().stream()
                        .map(item -> new SecretItem(item.key(), ItemFormat.valueOf(item.format())))
                        .toList());
    }

    SortedSet<RestartTarget> restartTargets() {
        if (spec.restartTargets().size() > MAX_RESTART_TARGETS) {
            throw new InvalidFieldException("spec.restartTargets", "at most " + MAX_RESTART_TARGETS);
        }
        return reading(
                "spec.restartTargets",
                () -> spec.restartTargets().stream()
                        .map(target -> RestartTarget.of(target.kind(), target.name()))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    static Optional<Instant> instant(String field, @Nullable String text) {
        return reading(
                field,
                () -> Optional.ofNullable(text)
                        .map(given -> OffsetDateTime.parse(given.toUpperCase(Locale.ROOT))
                                .toInstant()));
    }

    private Duration defaultValidity() {
        return duration("issuer's defaults.validity", defaults.validity()).orElseThrow();
    }

    private Duration overlap() {
        return duration("spec.rotation.overlap", spec.rotation().overlap())
                .or(() -> duration("issuer's defaults.overlap", defaults.overlap()))
                .orElseThrow();
    }

    private RenewBefore renewBefore() {
        var rotation = spec.rotation();
        if (rotation.renewBefore() != null && rotation.renewBeforePercentage() != null) {
            throw new InvalidFieldException("spec.rotation", "give renewBefore or renewBeforePercentage, not both");
        }
        return duration("spec.rotation.renewBefore", rotation.renewBefore())
                .<RenewBefore>map(RenewBefore.Fixed::new)
                .orElseGet(() -> percentage(Optional.ofNullable(rotation.renewBeforePercentage())
                        .orElse(defaults.renewBeforePercentage())));
    }

    private static RenewBefore percentage(long percent) {
        return reading(
                "spec.rotation.renewBeforePercentage", () -> new RenewBefore.Percentage(Math.toIntExact(percent)));
    }

    private static Optional<Duration> duration(String field, @Nullable String text) {
        return reading(field, () -> Optional.ofNullable(text).map(TokenDuration::parse));
    }

    private static <T> T reading(String field, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (DateTimeException e) {
            throw new InvalidFieldException(field, "must be an instant like 2027-01-01T00:00:00Z");
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidFieldException(field, String.valueOf(e.getMessage()));
        }
    }
}
