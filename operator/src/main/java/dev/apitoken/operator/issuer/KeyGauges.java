package dev.apitoken.operator.issuer;

import dev.apitoken.token.signing.KeyState;
import dev.apitoken.token.signing.RingKey;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Signing keys by kind of issuer, read from the cache at each scrape (rules C11, P2). Labels are closed sets (rule N4). */
public final class KeyGauges implements MultiCollector {
    /** A roll over happens at the end of the period, and takes some passes. */
    private static final Duration ON_TIME = Duration.ofHours(1);

    private final Issuers issuers;
    private final InstantSource clock;

    public KeyGauges(Issuers issuers, InstantSource clock) {
        this.issuers = issuers;
        this.clock = clock;
    }

    @Override
    public MetricSnapshots collect() {
        Instant now = clock.instant();
        var byKind = issuers.all().stream()
                .collect(Collectors.groupingBy(issuer -> issuer.id().kind()));
        return new MetricSnapshots(
                counts(byKind),
                gauge(
                        "apitoken_signing_key_oldest_active_age_seconds",
                        "Age of the oldest key that signs, counted from when it was made",
                        byKind,
                        views -> oldest(views, now)),
                gauge(
                        "apitoken_signing_keys_overdue",
                        "Keys that have been signing for longer than their issuer's keyRotation.period",
                        byKind,
                        views -> overdue(views, now)),
                gauge(
                        "apitoken_issuers_not_ready",
                        "Issuers whose keys are lost or cannot be read: they sign nothing",
                        byKind,
                        views -> views.stream().filter(view -> !view.isReady()).count()));
    }

    private static GaugeSnapshot counts(Map<IssuerId.Kind, List<IssuerView>> byKind) {
        var gauge = GaugeSnapshot.builder().name("apitoken_signing_keys").help("Signing keys by state");
        for (var kind : IssuerId.Kind.values()) {
            var states = byKind.getOrDefault(kind, List.of()).stream()
                    .flatMap(view -> view.keyStates().values().stream())
                    .collect(Collectors.groupingBy(state -> state, Collectors.counting()));
            for (var state : KeyState.values()) {
                gauge.dataPoint(
                        point(Labels.of("kind", kind.name(), "state", state.name()), states.getOrDefault(state, 0L)));
            }
        }
        return gauge.build();
    }

    private static GaugeSnapshot gauge(
            String name,
            String help,
            Map<IssuerId.Kind, List<IssuerView>> byKind,
            Function<List<IssuerView>, Long> value) {
        var gauge = GaugeSnapshot.builder().name(name).help(help);
        for (var kind : IssuerId.Kind.values()) {
            gauge.dataPoint(point(Labels.of("kind", kind.name()), value.apply(byKind.getOrDefault(kind, List.of()))));
        }
        return gauge.build();
    }

    private static GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private static long oldest(List<IssuerView> views, Instant now) {
        return views.stream()
                .flatMap(KeyGauges::active)
                .mapToLong(key -> Duration.between(key.key().createdAt(), now).toSeconds())
                .max()
                .orElse(0);
    }

    private static long overdue(List<IssuerView> views, Instant now) {
        return views.stream()
                .filter(view -> active(view).anyMatch(key -> isOverdue(view, key, now)))
                .count();
    }

    private static boolean isOverdue(IssuerView view, RingKey key, Instant now) {
        try {
            var since = key.activeAt().orElse(key.key().createdAt());
            return since.plus(RolloverPolicy.of(view.spec()).period())
                    .plus(ON_TIME)
                    .isBefore(now);
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static Stream<RingKey> active(IssuerView view) {
        return view.keys() instanceof IssuerKeys.Usable usable ? usable.ring().active().stream() : Stream.empty();
    }
}
