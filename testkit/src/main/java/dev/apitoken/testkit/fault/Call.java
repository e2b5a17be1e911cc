package dev.apitoken.testkit.fault;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One call of a client, as the API server understands it. Empty texts where there is nothing to say.
 *
 * @param number counts the calls of one proxy
 * @param resource plural, such as secrets
 * @param conditional whether it can only make something new, or change the very object or version it names
 * @param body what it sends; whoever prints it prints the content of Secrets
 */
public record Call(
        int number,
        Verb verb,
        String resource,
        String subresource,
        String namespace,
        String name,
        boolean conditional,
        JsonNode body) {

    static Call of(int number, Request request) {
        var path = List.of(request.path().substring(1).split("/"));
        int skip = path.getFirst().equals("api") ? 2 : path.getFirst().equals("apis") ? 3 : path.size();
        var parts = path.subList(Math.min(skip, path.size()), path.size());
        boolean namespaced = parts.size() > 2 && parts.getFirst().equals("namespaces") && !isOfNamespace(parts.get(2));
        var object = namespaced ? parts.subList(2, parts.size()) : parts;
        var body = request.json();
        String name =
                object.size() > 1 ? object.get(1) : body.at("/metadata/name").asText("");
        Verb verb = verb(request, object);
        return new Call(
                number,
                verb,
                at(object, 0),
                at(object, 2),
                namespaced ? parts.get(1) : "",
                verb == Verb.list || verb == Verb.watch ? "" : name,
                isConditional(verb, body),
                body);
    }

    public boolean isWrite() {
        return verb.isWrite();
    }

    /** Never with what it sends. */
    @Override
    public String toString() {
        return verb + " " + resource + (subresource.isEmpty() ? "" : "/" + subresource) + " " + namespace + "/" + name;
    }

    private static Verb verb(Request request, List<String> object) {
        if (object.isEmpty()) {
            return Verb.other;
        }
        boolean one = object.size() > 1;
        boolean watches = request.query().contains("watch=true");
        return switch (request.method()) {
            case "POST" -> Verb.create;
            case "PUT" -> Verb.update;
            case "PATCH" -> Verb.patch;
            case "DELETE" -> one ? Verb.delete : Verb.deletecollection;
            default -> watches ? Verb.watch : one ? Verb.get : Verb.list;
        };
    }

    private static boolean isConditional(Verb verb, JsonNode body) {
        return switch (verb) {
            case create -> true;
            case update, patch ->
                body.at("/metadata/resourceVersion").isTextual()
                        || body.at("/metadata/uid").isTextual();
            case delete ->
                body.at("/preconditions/resourceVersion").isTextual()
                        || body.at("/preconditions/uid").isTextual();
            default -> false;
        };
    }

    private static boolean isOfNamespace(String subresource) {
        return subresource.equals("status") || subresource.equals("finalize");
    }

    private static String at(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }
}
