package dev.apitoken.validator.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.apitoken.crds.ValidatorReport;
import dev.apitoken.token.TokenId;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.validator.index.AccessMetrics;
import dev.apitoken.validator.index.AppliedRevision;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The JSON of a report. Nothing but ids, counts, instants and addresses: no token, no path, no header (rule N1). */
final class ReportText {
    private static final ObjectMapper mapper = new ObjectMapper();
    /** The CRD's bound. */
    private static final Duration LONGEST_STALENESS = Duration.ofDays(3650);

    private ReportText() {}

    /** @param stopped whether this is the last report of a validator that ends in order */
    static ValidatorReport.Report report(
            String policy,
            AccessMetrics access,
            Counts counts,
            Map<TokenId, LastUse> uses,
            boolean stopped,
            Instant now) {
        Optional<AppliedRevision> applied = access.applied();
        return new ValidatorReport.Report(
                policy,
                applied.map(AppliedRevision::revision).orElse(null),
                applied.map(revision -> text(revision.appliedAt())).orElse(null),
                text(access.staleness()),
                text(now),
                stopped ? text(now) : null,
                counts.requests(),
                denials(counts),
                lastUse(uses));
    }

    private static Map<String, Long> denials(Counts counts) {
        var denials = new TreeMap<String, Long>();
        counts.denials().forEach((reason, count) -> denials.put(reason.name(), count));
        return denials;
    }

    private static Map<String, ValidatorReport.LastUse> lastUse(Map<TokenId, LastUse> uses) {
        var lastUse = new LinkedHashMap<String, ValidatorReport.LastUse>();
        uses.forEach((id, use) -> lastUse.put(
                id.value(),
                new ValidatorReport.LastUse(
                        text(use.time()), use.source().map(IpAddress::toString).orElse(null))));
        return lastUse;
    }

    /** Writes all of the report and whose it is, whatever stood there: two gates never mix in one object. */
    static byte[] patch(ReportTarget target, ValidatorReport.Report report) {
        var operations = mapper.createArrayNode();
        operations.addObject().put("op", "add").put("path", "/report").set("value", mapper.valueToTree(report));
        target.pod()
                .ifPresent(pod -> operations
                        .addObject()
                        .put("op", "add")
                        .put("path", "/metadata/ownerReferences")
                        .putArray("value")
                        .add(owner(pod)));
        return bytes(operations);
    }

    static byte[] create(ReportTarget target, ValidatorReport.Report report) {
        var object = mapper.createObjectNode()
                .put("apiVersion", "apitoken.dev/v1alpha1")
                .put("kind", "ValidatorReport");
        var metadata = object.putObject("metadata")
                .put("namespace", target.namespace())
                .put("name", target.name());
        target.pod().ifPresent(pod -> metadata.putArray("ownerReferences").add(owner(pod)));
        object.set("report", mapper.valueToTree(report));
        return bytes(object);
    }

    private static ObjectNode owner(ReportTarget.Pod pod) {
        return mapper.createObjectNode()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("name", pod.name())
                .put("uid", pod.uid());
    }

    private static byte[] bytes(Object json) {
        try {
            return mapper.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is always JSON", e);
        }
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Whole seconds, as the CRD wants them: 0s, 1m30s, 2d3h. */
    static String text(Duration duration) {
        Duration bounded = duration.compareTo(LONGEST_STALENESS) < 0 ? duration : LONGEST_STALENESS;
        var text = new StringBuilder();
        append(text, bounded.toDaysPart(), 'd');
        append(text, bounded.toHoursPart(), 'h');
        append(text, bounded.toMinutesPart(), 'm');
        append(text, bounded.toSecondsPart(), 's');
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long amount, char unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
