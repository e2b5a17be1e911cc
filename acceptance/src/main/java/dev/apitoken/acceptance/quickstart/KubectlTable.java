package dev.apitoken.acceptance.quickstart;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        return format(client.getKubernetesSerialization().unmarshal(response.body(), Map.class));
    }

    private static String format(Map<?, ?> table) {
        var columns = maps(table.get("columnDefinitions"));
        var shown = new ArrayList<Integer>();
        for (int i = 0; i < columns.size(); i++) {
            if (Integer.valueOf(0).equals(columns.get(i).get("priority"))) {
                shown.add(i);
            }
        }
        var lines = new ArrayList<List<String>>();
        lines.add(shown.stream()
                .map(i -> String.valueOf(columns.get(i).get("name")).toUpperCase(java.util.Locale.ROOT))
                .toList());
        for (Map<?, ?> row : maps(table.get("rows"))) {
            var cells = (List<?>) row.get("cells");
            lines.add(shown.stream().map(i -> cell(cells.get(i))).toList());
        }
        return align(lines);
    }

    private static String cell(@org.jspecify.annotations.Nullable Object value) {
        return value == null || value.toString().isEmpty() ? "<none>" : value.toString();
    }

    private static String align(List<List<String>> lines) {
        var text = new StringBuilder();
        for (List<String> line : lines) {
            for (int i = 0; i < line.size(); i++) {
                int column = i;
                int width = lines.stream().mapToInt(l -> l.get(column).length()).max().orElse(0);
                text.append(i == line.size() - 1 ? line.get(i) : pad(line.get(i), width + 3));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<?, ?>> maps(@org.jspecify.annotations.Nullable Object list) {
        return list == null ? List.of() : (List<Map<?, ?>>) list;
    }
}
