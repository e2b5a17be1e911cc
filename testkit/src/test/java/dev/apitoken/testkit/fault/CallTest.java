package dev.apitoken.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTest {
    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/namespaces/a/secrets/b, get secrets a/b",
        "GET, /api/v1/namespaces/a/secrets?limit=500, list secrets a/",
        "GET, /api/v1/secrets?labelSelector=x&watch=true, watch secrets /",
        "GET, /api/v1/namespaces/kube-system, get namespaces /kube-system",
        "GET, /api/v1/namespaces?limit=500, list namespaces /",
        "PUT, /api/v1/namespaces/a/status, update namespaces/status /a",
        "PATCH, /apis/apitoken.dev/v1alpha1/namespaces/a/apitokens/b/status?force=true, patch apitokens/status a/b",
        "DELETE, /apis/rbac.authorization.k8s.io/v1/namespaces/a/roles/b, delete roles a/b",
        "DELETE, /apis/apitoken.dev/v1alpha1/namespaces/a/apitokens, deletecollection apitokens a/",
        "GET, /apis/apitoken.dev/v1alpha1/clustertokenissuers/b, get clustertokenissuers /b",
        "GET, /version, other  /",
    })
    void aRequestIsReadAsTheApiServerWouldReadIt(String method, String target, String said) {
        assertThat(call(method, target, "")).hasToString(said);
    }

    @Test
    void aNewObjectIsNamedByItsBody() {
        assertThat(call("POST", "/api/v1/namespaces/a/secrets", "{\"metadata\": {\"name\": \"b\"}}"))
                .hasToString("create secrets a/b")
                .matches(Call::conditional);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "PUT; {\"metadata\": {\"name\": \"b\"}}; false",
                "PUT; {\"metadata\": {\"resourceVersion\": \"7\"}}; true",
                "PATCH; {\"metadata\": {\"uid\": \"u\"}}; true",
                "PATCH; {\"data\": {}}; false",
                "DELETE; {}; false",
                "DELETE; {\"preconditions\": {\"resourceVersion\": \"7\"}}; true",
            })
    void aWriteIsBlindUnlessItNamesWhatItChanges(String method, String body, boolean conditional) {
        assertThat(call(method, "/api/v1/namespaces/a/secrets/b", body).conditional())
                .isEqualTo(conditional);
    }

    @Test
    void aCallNeverShowsWhatItSends() {
        assertThat(call("POST", "/api/v1/namespaces/a/secrets", "{\"data\": {\"token\": \"c2VjcmV0\"}}")
                        .toString())
                .doesNotContain("c2VjcmV0");
    }

    private static Call call(String method, String target, String body) {
        return Call.of(1, new Request(method, target, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }
}
