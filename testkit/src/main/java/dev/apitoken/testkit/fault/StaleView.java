package dev.apitoken.testkit.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * An API server that lags behind: reads show the cluster as it was at one version, watches say nothing newer, and writes
 * go where they always go, so that only their preconditions tell (rule F8).
 */
final class StaleView {
    private static final int NOT_FOUND = 404;

    private record Frozen(String resourceVersion, CompletableFuture<Void> thawed) {}

    private volatile Optional<Frozen> frozen = Optional.empty();

    void freeze(String resourceVersion) {
        frozen = Optional.of(new Frozen(resourceVersion, new CompletableFuture<>()));
    }

    void thaw() {
        var before = frozen;
        frozen = Optional.empty();
        before.ifPresent(view -> view.thawed().complete(null));
    }

    /** Holds an event back while the view is frozen. */
    void await() {
        frozen.ifPresent(view -> view.thawed().join());
    }

    Answer read(Call call, Request request, Upstream upstream) throws IOException, InterruptedException {
        var view = frozen;
        if (view.isEmpty()) {
            return upstream.call(request);
        }
        return switch (call.verb()) {
            case list -> upstream.call(request.to(request.path() + "?" + query(request, view.get())));
            case get ->
                one(
                        call,
                        upstream.call(request.to(collection(request) + "?fieldSelector=metadata.name%3D" + call.name()
                                + "&" + exactly(view.get()))));
            default -> upstream.call(request);
        };
    }

    private static String query(Request request, Frozen view) {
        if (request.query().contains("continue=")) {
            return request.query();
        }
        String others = Arrays.stream(request.query().split("&"))
                .filter(parameter -> !parameter.startsWith("resourceVersion"))
                .collect(Collectors.joining("&"));
        return others + "&" + exactly(view);
    }

    private static String exactly(Frozen view) {
        return "resourceVersion=" + view.resourceVersion() + "&resourceVersionMatch=Exact";
    }

    private static String collection(Request request) {
        return request.path().substring(0, request.path().lastIndexOf('/'));
    }

    private static Answer one(Call call, Answer list) {
        if (list.status() != 200) {
            return list;
        }
        JsonNode items = list.json().path("items");
        if (items.isEmpty()) {
            return Answer.failure(NOT_FOUND, "NotFound", Optional.empty());
        }
        var object = (ObjectNode) items.get(0);
        object.set("apiVersion", list.json().path("apiVersion"));
        object.put("kind", list.json().path("kind").asText().replaceFirst("List$", ""));
        return Answer.json(200, object.toString());
    }
}
