package dev.apitoken.operator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which labels and annotations of an object we wrote ourselves. Objects from a cache do not say ({@link SlimStore}). */
public final class ManagedFields {
    /** Who wrote a field. Never changed: it tells our fields from everybody else's. */
    public static final String MANAGER = "apitoken-operator";

    /** Before the name of each member; beside them stands "." for the map itself. */
    private static final String FIELD = "f:";

    private ManagedFields() {}

    public static Set<String> ourLabels(HasMetadata object) {
        return ours(object, "f:labels");
    }

    public static Set<String> ourAnnotations(HasMetadata object) {
        return ours(object, "f:annotations");
    }

    /** Who else wrote to the object last; empty: nobody that is known. */
    public static Optional<String> lastForeignManager(HasMetadata object) {
        return entries(object)
                .filter(entry -> !MANAGER.equals(entry.getManager()) && entry.getTime() != null)
                .max(Comparator.comparing(ManagedFieldsEntry::getTime))
                .map(ManagedFieldsEntry::getManager);
    }

    private static Set<String> ours(HasMetadata object, String field) {
        return entries(object)
                .filter(entry -> MANAGER.equals(entry.getManager()) && entry.getFieldsV1() != null)
                .flatMap(entry -> member(entry.getFieldsV1().getAdditionalProperties(), "f:metadata"))
                .flatMap(metadata -> member(metadata, field))
                .flatMap(keys -> keys.keySet().stream())
                .map(Object::toString)
                .filter(key -> key.startsWith(FIELD))
                .map(key -> key.substring(FIELD.length()))
                .collect(Collectors.toSet());
    }

    private static Stream<ManagedFieldsEntry> entries(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getManagedFields(), List.<ManagedFieldsEntry>of())
                .stream();
    }

    private static Stream<Map<?, ?>> member(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof Map<?, ?> member ? Stream.of(member) : Stream.empty();
    }
}
