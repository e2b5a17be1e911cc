package dev.apitoken.crds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of docs/reference/fields: every field of one kind as the CRD has it, so that the page cannot say anything else. */
record FieldPage(Manifest manifest) {

    /** {@code api-token.md} for ApiToken. */
    String fileName() {
        return manifest.kind().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + ".md";
    }

    String text() {
        return Stream.of(head(), fields(), rules(), columns())
                        .flatMap(List::stream)
                        .collect(Collectors.joining("\n")) + "\n";
    }

    private List<String> head() {
        return List.of(
                "# " + manifest.kind() + ", field by field",
                "",
                "Generated from `crds/manifests`; a test compares. To make it anew: `./mvnw -pl crds -am test"
                        + " -Dtest=FieldPagesTest -Dfields.write=true -Dsurefire.failIfNoSpecifiedTests=false`.",
                "",
                oneLine(manifest.schema().node().path("description")),
                "",
                "Scope: " + manifest.crd().at("/spec/scope").asText() + ". Short name: `"
                        + manifest.crd().at("/spec/names/shortNames/0").asText() + "`. Field selectors: "
                        + selectors() + ".");
    }

    private String selectors() {
        var paths = manifest.version()
                .path("selectableFields")
                .valueStream()
                .map(field -> "`" + field.path("jsonPath").asText().substring(1) + "`")
                .toList();
        return paths.isEmpty() ? "none but name and namespace" : String.join(", ", paths);
    }

    private List<String> fields() {
        var lines = new ArrayList<>(List.of("", "## Fields", "", "| field | type | default | bounds | meaning |"));
        lines.add("|---|---|---|---|---|");
        manifest.schema().walk().filter(Schema::isProperty).map(FieldPage::row).forEach(lines::add);
        return lines;
    }

    private static String row(Schema field) {
        return "| `" + field.path() + "` | " + type(field) + " | " + defaultOf(field) + " | " + bounds(field) + " | "
                + cell(oneLine(field.node().path("description"))) + " |";
    }

    private static String type(Schema field) {
        if (field.has("additionalProperties")) {
            return "map of " + type(field.values());
        }
        return switch (field.type()) {
            case "array" -> setOrList(field) + " of " + type(field.items());
            case "string" -> field.node().path("format").asText("string");
            default -> field.type();
        };
    }

    private static String setOrList(Schema field) {
        return switch (field.node().path("x-kubernetes-list-type").asText()) {
            case "set" -> "set";
            case "map" ->
                "list by " + field.node().at("/x-kubernetes-list-map-keys/0").asText();
            default -> "list";
        };
    }

    private static String defaultOf(Schema field) {
        return field.has("default") ? "`" + cell(field.node().path("default").toString()) + "`" : "";
    }

    private static String bounds(Schema field) {
        var bounds = new ArrayList<String>();
        range(field.node(), "minLength", "maxLength", " characters", bounds);
        range(field.node(), "minItems", "maxItems", " items", bounds);
        range(field.node(), "minProperties", "maxProperties", " members", bounds);
        range(field.node(), "minimum", "maximum", "", bounds);
        if (field.has("enum")) {
            bounds.add(field.node()
                    .path("enum")
                    .valueStream()
                    .map(value -> "`" + value.asText() + "`")
                    .collect(Collectors.joining(", ")));
        }
        field.rules().map(rule -> oneLine(rule.path("message"))).forEach(bounds::add);
        return cell(String.join("; ", bounds));
    }

    private static void range(JsonNode node, String least, String most, String unit, List<String> bounds) {
        if (node.has(least) && node.has(most)) {
            bounds.add(node.path(least).asText() + " to " + node.path(most).asText() + unit);
        } else if (node.has(most)) {
            bounds.add("at most " + node.path(most).asText() + unit);
        } else if (node.has(least)) {
            bounds.add("at least " + node.path(least).asText() + unit);
        }
    }

    /** Of the whole object; those of a field stand beside it. */
    private List<String> rules() {
        var rules = manifest.schema()
                .rules()
                .map(rule -> "- " + oneLine(rule.path("message")))
                .toList();
        return rules.isEmpty()
                ? List.of()
                : Stream.concat(Stream.of("", "## The object as a whole", ""), rules.stream())
                        .toList();
    }

    private List<String> columns() {
        var lines = new ArrayList<>(
                List.of("", "## Columns of `kubectl get`", "", "| column | shows | only with `-o wide` |"));
        lines.add("|---|---|---|");
        manifest.version()
                .path("additionalPrinterColumns")
                .valueStream()
                .forEach(column -> lines.add("| "
                        + column.path("name").asText() + " | `"
                        + cell(column.path("jsonPath").asText()) + "` | "
                        + (column.path("priority").asInt() > 0 ? "yes" : "") + " |"));
        return lines;
    }

    private static String oneLine(JsonNode text) {
        return text.asText().strip().replaceAll("\\s+", " ");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
