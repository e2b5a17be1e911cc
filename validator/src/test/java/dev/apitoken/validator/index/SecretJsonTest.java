package dev.apitoken.validator.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretJsonTest {
    private static final String SECRET = """
            {"kind":"Secret","metadata":{"name":"n","resourceVersion":"42","labels":{"a":"b"}},"type":"apitoken.dev/access","data":{"k":"aGVsbG8="}}""";

    @Test
    void readsTypeLabelsDataAndVersion() throws SourceException {
        SeenSecret secret = SecretJson.secret(SECRET.getBytes(StandardCharsets.UTF_8));

        assertThat(secret.version()).isEqualTo("42");
        assertThat(secret.content().type()).isEqualTo("apitoken.dev/access");
        assertThat(secret.content().labels()).containsEntry("a", "b");
        assertThat(secret.content().data().get("k")).asString().isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADDED", "MODIFIED"})
    void addedAndModifiedShowTheSecret(String type) throws SourceException {
        assertThat(SecretJson.event(event(type, SECRET))).isInstanceOf(WatchEvent.Shown.class);
    }

    @Test
    void deletionsAndBookmarksTellHowFarTheWatchIs() throws SourceException {
        assertThat(SecretJson.event(event("DELETED", SECRET))).isEqualTo(new WatchEvent.Deleted("42"));
        assertThat(SecretJson.event(event("BOOKMARK", SECRET))).isEqualTo(new WatchEvent.Bookmark("42"));
    }

    @Test
    void anErrorTellsItsStatus() throws SourceException {
        assertThat(SecretJson.event(event("ERROR", "{\"kind\":\"Status\",\"code\":410}")))
                .isEqualTo(new WatchEvent.Failed(410));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"type\":\"ADDED\"",
                "{\"type\":\"ADDED\"}",
                "{\"type\":\"RENAMED\",\"object\":{}}",
                "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"resourceVersion\":\"1\"},\"data\":{\"k\":\"s3cret!\"}}}"
            })
    void whatIsNotAnEventIsRefusedWithoutQuotingIt(String line) {
        assertThatThrownBy(() -> SecretJson.event(line))
                .isInstanceOf(SourceException.class)
                .hasMessage("not the JSON of a Secret")
                .hasNoCause();
    }

    private static String event(String type, String object) {
        return "{\"type\":\"" + type + "\",\"object\":" + object + "}";
    }
}
