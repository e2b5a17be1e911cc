package dev.apitoken.acceptance.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code kubectl get} would print: the server's own table for a resource, so the CRD's columns are what is shown. */
final class KubectlTable {
    private static final String ACCEPT = "application/json;as=Table;v=v1;g=meta.k8s.io";

    private KubectlTable() {}

    static String get(KubernetesClient client, String namespace, String plural) {
        var uri = client.getMasterUrl() + "apis/apitoken.dev/v1alpha1/namespaces/" + namespace + "/" + plural;
        var http = client.getHttpClient();
        var request =
                http.newHttpRequestBuilder().uri(uri).header("Accept", ACCEPT).build();
        var response = http.sendAsync(request, String.class).join();
        return format(client.getKubernetesSerialization().unmarshal(response.body(), JsonNode.class));
    }

    private static String format(JsonNode table) {
        var shown = new ArrayList<Integer>();
        var header = new ArrayList<String>();
        for (int i = 0; i < table.path("columnDefinitions").size(); i++) {
            JsonNode column = table.path("columnDefinitions").path(i);
            if (column.path("priority").asInt() == 0) {
                shown.add(i);
                header.add(column.path("name").asText().toUpperCase(Locale.ROOT));
            }
        }
        var lines = new ArrayList<List<String>>();
        lines.add(header);
        for (JsonNode row : table.path("rows")) {
            lines.add(shown.stream().map(i -> cell(row.path("cells").path(i))).toList());
        }
        return align(lines);
    }

    private static String cell(JsonNode value) {
        return value.isNull() || value.asText().isEmpty() ? "<none>" : value.asText();
    }

    private static String align(List<List<String>> lines) {
        var text = new StringBuilder();
        for (List<String> line : lines) {
            for (int i = 0; i < line.size(); i++) {
                int column = i;
                int width = lines.stream()
                        .mapToInt(l -> l.get(column).length())
                        .max()
                        .orElse(0);
                boolean last = i == line.size() - 1;
                text.append(
                        last
                                ? line.get(i)
                                : line.get(i)
                                        + " ".repeat(width + 3 - line.get(i).length()));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
