package dev.apitoken.operator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Comparator;
import java.util.Objects;

/**
 * Where an object is found.
 *
 * @param namespace empty for a cluster-scoped object
 */
public record ObjectName(String namespace, String name) implements Comparable<ObjectName> {
    private static final Comparator<ObjectName> ORDER =
            Comparator.comparing(ObjectName::namespace).thenComparing(ObjectName::name);

    public static ObjectName of(HasMetadata object) {
        return new ObjectName(
                Objects.requireNonNullElse(object.getMetadata().getNamespace(), ""),
                object.getMetadata().getName());
    }

    public static ObjectName of(ResourceID id) {
        return new ObjectName(id.getNamespace().orElse(""), id.getName());
    }

    public ResourceID resourceId() {
        return namespace.isEmpty() ? new ResourceID(name) : new ResourceID(name, namespace);
    }

    @Override
    public int compareTo(ObjectName other) {
        return ORDER.compare(this, other);
    }

    /** As kubectl users write it. */
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
