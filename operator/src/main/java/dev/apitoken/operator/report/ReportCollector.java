package dev.apitoken.operator.report;

import dev.apitoken.crds.ValidatorReport;
import dev.apitoken.operator.kubernetes.ObjectName;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes reports that nobody writes any more. Those of a pod go with the pod; only others are looked at, and whatever
 * was written since they were seen keeps them.
 */
public final class ReportCollector {
    private static final Logger LOG = LoggerFactory.getLogger(ReportCollector.class);

    /** Long enough for somebody to see which gate has gone. */
    static final Duration KEEP = Duration.ofHours(1);

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final KubernetesClient client;
    private final Reports reports;
    private Optional<Instant> last = Optional.empty();

    public ReportCollector(KubernetesClient client, Reports reports) {
        this.client = client;
        this.reports = reports;
    }

    void collect(Instant now) {
        boolean tooSoon = last.filter(at -> !at.isAfter(now) && at.plus(EVERY).isAfter(now))
                .isPresent();
        if (!tooSoon) {
            last = Optional.of(now);
            reports.book().all().stream()
                    .filter(report -> !report.owned() && isOld(report, now))
                    .forEach(this::delete);
        }
    }

    private static boolean isOld(SeenReport report, Instant now) {
        return !report.heardAt().plus(KEEP).isAfter(now);
    }

    private void delete(SeenReport report) {
        ObjectName name = report.name();
        try {
            client.resources(ValidatorReport.class)
                    .inNamespace(name.namespace())
                    .withName(name.name())
                    .lockResourceVersion(report.version())
                    .delete();
            LOG.info("ValidatorReport {} was deleted: nobody wrote it for an hour", name);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                LOG.warn("ValidatorReport {} could not be deleted: HTTP {}", name, e.getCode());
            }
        }
    }
}
