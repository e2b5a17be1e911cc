package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.ConditionType;
import dev.apitoken.operator.kubernetes.Conditions;
import dev.apitoken.operator.kubernetes.Watch;
import io.fabric8.kubernetes.api.model.Condition;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One line for each ApiToken, read from the cache at each scrape: with the resource the line is gone (rule P2). Alerts
 * are keyed to each token's own renewal time (rule P3).
 */
public final class TokenGauges implements MultiCollector {
    private final Watch<ApiToken> apiTokens;

    public TokenGauges(Watch<ApiToken> apiTokens) {
        this.apiTokens = apiTokens;
    }

    @Override
    public MetricSnapshots collect() {
        var tokens = apiTokens.all();
        return new MetricSnapshots(
                gauge(
                        tokens,
                        "apitoken_token_expiry_timestamp_seconds",
                        "When the token in the Secret expires",
                        TokenGauges::expiry),
                gauge(
                        tokens,
                        "apitoken_token_renewal_timestamp_seconds",
                        "When the token is due for renewal; absent for one that is not renewed",
                        TokenGauges::renewal),
                gauge(
                        tokens,
                        "apitoken_token_ready",
                        "1 while the resource is as its spec asks",
                        token -> holds(token, ConditionType.Ready)),
                gauge(
                        tokens,
                        "apitoken_token_live",
                        "1 while a client with the token gets in",
                        token -> holds(token, ConditionType.Live)),
                gauge(
                        tokens,
                        "apitoken_token_suspended",
                        "1 while the operator is told to leave it alone",
                        token -> Optional.of(token.getSpec().suspend() ? 1.0 : 0.0)));
    }

    private static GaugeSnapshot gauge(
            List<ApiToken> tokens, String name, String help, Function<ApiToken, Optional<Double>> value) {
        var gauge = GaugeSnapshot.builder().name(name).help(help);
        tokens.stream().flatMap(token -> point(token, value.apply(token))).forEach(gauge::dataPoint);
        return gauge.build();
    }

    private static Stream<GaugeDataPointSnapshot> point(ApiToken token, Optional<Double> value) {
        var labels = Labels.of(
                "namespace", token.getMetadata().getNamespace(),
                "name", token.getMetadata().getName());
        return value.stream()
                .map(number -> GaugeDataPointSnapshot.builder()
                        .labels(labels)
                        .value(number)
                        .build());
    }

    private static Optional<Double> expiry(ApiToken token) {
        return Optional.ofNullable(token.getStatus().token())
                .flatMap(issued -> Optional.ofNullable(issued.expiresAt()))
                .map(TokenGauges::seconds);
    }

    private static Optional<Double> renewal(ApiToken token) {
        return Optional.ofNullable(token.getStatus().renewalTime()).map(TokenGauges::seconds);
    }

    private static Optional<Double> holds(ApiToken token, ConditionType type) {
        return Conditions.find(token.getStatus().conditions(), type)
                .map((Condition found) -> "True".equals(found.getStatus()) ? 1.0 : 0.0);
    }

    private static double seconds(String instant) {
        return Instant.parse(instant).getEpochSecond();
    }
}
