package dev.apitoken.operator.report;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;

/** How many validators report and how far they are, read at each scrape (rule P2). */
public final class ReportGauges implements MultiCollector {
    private enum State {
        /** Has applied what its policy says. */
        Current,
        Behind,
        /** Not heard of for too long. */
        Silent,
        Stopped
    }

    private final Reports reports;
    private final InstantSource clock;

    public ReportGauges(Reports reports, InstantSource clock) {
        this.reports = reports;
        this.clock = clock;
    }

    @Override
    public MetricSnapshots collect() {
        var now = clock.instant();
        var all = reports.book().all();
        return new MetricSnapshots(byState(all, now), oldest(all, now));
    }

    private GaugeSnapshot byState(Collection<SeenReport> all, Instant now) {
        var counts = new EnumMap<State, Integer>(State.class);
        for (State state : State.values()) {
            counts.put(state, 0);
        }
        all.forEach(report -> counts.merge(stateOf(report, now), 1, Integer::sum));
        var gauge = GaugeSnapshot.builder()
                .name("apitoken_validator_reports")
                .help("Reports of validators, by what they say");
        counts.forEach((state, count) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(Labels.of("state", state.name().toLowerCase(Locale.ROOT)))
                .value(count)
                .build()));
        return gauge.build();
    }

    private State stateOf(SeenReport report, Instant now) {
        if (report.stopped()) {
            return State.Stopped;
        }
        if (!report.isLive(now)) {
            return State.Silent;
        }
        long written = reports.writtenRevision(report.policy()).orElse(0L);
        return report.hasApplied(written) ? State.Current : State.Behind;
    }

    private static GaugeSnapshot oldest(Collection<SeenReport> all, Instant now) {
        var age = all.stream()
                .filter(report -> report.isLive(now))
                .map(report -> Duration.between(report.heardAt(), now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return GaugeSnapshot.builder()
                .name("apitoken_validator_report_oldest_age_seconds")
                .help("Since the live validator that was silent for longest was heard of")
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .value(age.toMillis() / 1000.0)
                        .build())
                .build();
    }
}
