package dev.apitoken.testkit;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A resource written as YAML, with a few values of its own per test. Never changes: each {@code with} gives another.
 *
 * <pre>{@code
 * Sample.yaml("""
 *         apiVersion: apitoken.dev/v1alpha1
 *         kind: ApiToken
 *         metadata: {name: ci}
 *         spec: {user: ci}
 *         """)
 *     .with("spec.validity", "1h")
 *     .createIn(namespace, cluster.client());
 * }</pre>
 *
 * A path names members with dots and list elements with brackets; a name that holds dots goes into brackets too:
 * {@code spec.rules[0].access}, {@code metadata.annotations[apitoken.dev/denied]}.
 */
public final class Sample {
    private static final Pattern STEP = Pattern.compile("\\[([^\\]]+)]|([^.\\[\\]]+)");

    private final String json;

    private Sample(String json) {
        this.json = json;
    }

    public static Sample yaml(String text) {
        return new Sample(Serialization.asJson(Serialization.unmarshal(asYaml(text), Map.class)));
    }

    // The client takes a text that begins with a brace for JSON, where names must stand in quotes.
    private static String asYaml(String text) {
        return text.startsWith("{") ? "---\n" + text : text;
    }

    /** Reads a file beside this class, or from the root of the class path when the name starts with a slash. */
    public static Sample resource(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("No resource " + name + " beside " + beside.getName());
            }
            return yaml(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets a string, number, boolean, list or map; members on the way to it are made. */
    public Sample with(String path, Object value) {
        return changed(path, (parent, last) -> put(parent, last, value));
    }

    public Sample without(String path) {
        return changed(path, Sample::remove);
    }

    public Sample named(String name) {
        return with("metadata.name", name);
    }

    public Sample in(String namespace) {
        return with("metadata.namespace", namespace);
    }

    public GenericKubernetesResource resource() {
        return Serialization.unmarshal(json, GenericKubernetesResource.class);
    }

    /** Creates it and gives what the server made of it. */
    public GenericKubernetesResource createIn(String namespace, KubernetesClient client) {
        return client.resource(in(namespace).resource()).create();
    }

    /** Applies it by server-side apply as field manager "testkit" and gives what the server made of it. */
    public GenericKubernetesResource applyIn(String namespace, KubernetesClient client) {
        return client.resource(in(namespace).resource())
                .fieldManager("testkit")
                .forceConflicts()
                .serverSideApply();
    }

    @Override
    public String toString() {
        return Serialization.asYaml(resource());
    }

    private Sample changed(String path, BiConsumer<Object, String> change) {
        List<String> steps = STEP.matcher(path).results().map(Sample::name).toList();
        Object root = Serialization.unmarshal(json, Map.class);
        Object parent = root;
        for (String step : steps.subList(0, steps.size() - 1)) {
            parent = child(parent, step);
        }
        change.accept(parent, steps.getLast());
        return new Sample(Serialization.asJson(root));
    }

    private static String name(MatchResult step) {
        return step.group(1) == null ? step.group(2) : step.group(1);
    }

    @SuppressWarnings("unchecked") // what a JSON parser makes of an object
    private static Map<String, Object> map(Object parent) {
        return (Map<String, Object>) parent;
    }

    @SuppressWarnings("unchecked") // what a JSON parser makes of an array
    private static List<Object> list(Object parent) {
        return (List<Object>) parent;
    }

    private static Object child(Object parent, String step) {
        return parent instanceof List
                ? list(parent).get(Integer.parseInt(step))
                : map(parent).computeIfAbsent(step, absent -> new LinkedHashMap<>());
    }

    private static void put(Object parent, String last, Object value) {
        if (parent instanceof List) {
            list(parent).set(Integer.parseInt(last), value);
        } else {
            map(parent).put(last, value);
        }
    }

    private static void remove(Object parent, String last) {
        if (parent instanceof List) {
            list(parent).remove(Integer.parseInt(last));
        } else {
            map(parent).remove(last);
        }
    }
}
