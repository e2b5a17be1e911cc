package dev.apitoken.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * A valid resource and a place in it that a schema path names; of lists and maps the first element that leads there.
 *
 * @param steps member names and list indices from the root to the place
 */
record ExampleAt(ObjectNode resource, List<Object> steps) {

    private static final Map<String, List<ObjectNode>> VALID = new ConcurrentHashMap<>();

    static Optional<ExampleAt> in(String kind, String schemaPath) {
        return VALID.computeIfAbsent(kind, ExampleAt::readAll).stream()
                .flatMap(resource -> find(resource, resource, schemaPath, List.of()).stream())
                .findFirst();
    }

    private static List<ObjectNode> readAll(String kind) {
        return Case.of(kind)
                .filter(Case::isValid)
                .map(c -> Manifest.SERIALIZATION.convertValue(c.resource(), ObjectNode.class))
                .toList();
    }

    /** The place as the API server writes it, for example {@code spec.rules[0].paths[0]}. */
    String path() {
        StringBuilder path = new StringBuilder();
        for (Object step : steps) {
            path.append(step instanceof Integer ? "[" + step + "]" : (path.isEmpty() ? "" : ".") + step);
        }
        return path.toString();
    }

    /** The resource with another value at the place, or without it if the change gives a missing node. */
    ObjectNode with(UnaryOperator<JsonNode> change) {
        ObjectNode copy = resource.deepCopy();
        JsonNode parent = copy;
        for (Object step : steps.subList(0, steps.size() - 1)) {
            parent = step instanceof Integer index ? parent.path(index) : parent.path((String) step);
        }
        Object last = steps.getLast();
        if (last instanceof Integer index) {
            ((ArrayNode) parent).set(index, change.apply(parent.path(index)));
        } else {
            JsonNode value = change.apply(parent.path((String) last));
            if (value.isMissingNode()) {
                ((ObjectNode) parent).remove((String) last);
            } else {
                ((ObjectNode) parent).set((String) last, value);
            }
        }
        return copy;
    }

    private static Optional<ExampleAt> find(ObjectNode resource, JsonNode here, String rest, List<Object> steps) {
        if (rest.isEmpty()) {
            return here.isMissingNode() ? Optional.empty() : Optional.of(new ExampleAt(resource, steps));
        }
        if (rest.startsWith("[]")) {
            for (int i = 0; i < here.size(); i++) {
                Optional<ExampleAt> found = find(resource, here.path(i), rest.substring(2), also(steps, i));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        if (rest.startsWith("{}")) {
            return here.propertyStream()
                    .flatMap(e -> find(resource, e.getValue(), rest.substring(2), also(steps, e.getKey())).stream())
                    .findFirst();
        }
        String name = rest.replaceFirst("^[.]", "").split("[.\\[{]", 2)[0];
        String after = rest.replaceFirst("^[.]", "").substring(name.length());
        return find(resource, here.path(name), after, also(steps, name));
    }

    private static List<Object> also(List<Object> steps, Object step) {
        List<Object> more = new ArrayList<>(steps);
        more.add(step);
        return more;
    }
}
