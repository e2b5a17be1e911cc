package dev.apitoken.operator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.List;

/** Asks for a reconcile of an object because of something that happened elsewhere. */
public final class Triggers<P extends HasMetadata> {
    private final SimpleInboundEventSource<P> source = new SimpleInboundEventSource<>("triggers");

    public void reconcile(ObjectName primary) {
        if (source.isRunning()) {
            source.propagateEvent(primary.resourceId());
        }
    }

    public List<EventSource<?, P>> eventSources() {
        return List.of(source);
    }
}
