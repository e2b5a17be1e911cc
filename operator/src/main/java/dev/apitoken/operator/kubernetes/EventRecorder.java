package dev.apitoken.operator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends Kubernetes Events (events.k8s.io/v1). An Event's name is made of what it is about, so telling the same thing
 * twice, by two leaders or after a crash, makes one Event. A lost Event is logged and never fails the work it tells of; one
 * too many is left out and counted.
 */
public final class EventRecorder {
    /** Spelled as in the API. */
    public enum Type {
        Normal,
        Warning
    }

    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final String CONTROLLER = "apitoken.dev/operator";
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int MAX_NOTE = 1024;
    private static final int MAX_NAME = 253;

    private final KubernetesClient client;
    private final InstantSource clock;
    private final String instance;
    private final MeterRegistry metrics;
    private final EventBudget budget = new EventBudget();

    /** @param instance which operator speaks, at most 128 characters */
    public EventRecorder(KubernetesClient client, InstantSource clock, String instance, MeterRegistry metrics) {
        this.client = client;
        this.clock = clock;
        this.instance = instance;
        this.metrics = metrics;
        count("LeftOut", 0);
    }

    /**
     * @param action what was done or tried, one word
     * @param note for people; never a secret
     * @param once tells two Events of one object and reason apart; equal ones are one
     */
    public void send(HasMetadata about, Type type, Enum<?> reason, String action, String note, String once) {
        String namespace = Objects.requireNonNullElse(about.getMetadata().getNamespace(), "");
        if (!budget.spend(about.getMetadata().getUid(), namespace, type, System.nanoTime())) {
            count("LeftOut", 1);
            return;
        }
        try {
            client.resource(event(about, type, reason, action, note, once)).create();
            count("Sent", 1);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                count("Failed", 1);
                LOG.warn("Event {} about {} was not sent: HTTP {}", reason, ObjectName.of(about), e.getCode());
            }
        }
    }

    private Event event(HasMetadata about, Type type, Enum<?> reason, String action, String note, String once) {
        var metadata = about.getMetadata();
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(Objects.requireNonNullElse(metadata.getNamespace(), "default"))
                .withName(name(about, reason.name() + "/" + once))
                .endMetadata()
                .withEventTime(new MicroTime(MICROS.format(clock.instant())))
                .withReportingController(CONTROLLER)
                .withReportingInstance(instance)
                .withType(type.name())
                .withReason(reason.name())
                .withAction(action)
                .withNote(note.substring(0, Math.min(note.length(), MAX_NOTE)))
                .withRegarding(new ObjectReferenceBuilder()
                        .withApiVersion(about.getApiVersion())
                        .withKind(about.getKind())
                        .withNamespace(metadata.getNamespace())
                        .withName(metadata.getName())
                        .withUid(metadata.getUid())
                        .withResourceVersion(metadata.getResourceVersion())
                        .build())
                .build();
    }

    private void count(String result, int events) {
        metrics.counter("apitoken_events", "result", result).increment(events);
    }

    private static String name(HasMetadata about, String what) {
        String id = UUID.nameUUIDFromBytes((about.getMetadata().getUid() + "/" + what).getBytes(StandardCharsets.UTF_8))
                .toString();
        String name = about.getMetadata().getName();
        return name.substring(0, Math.min(name.length(), MAX_NAME - id.length() - 1)) + "." + id;
    }
}
