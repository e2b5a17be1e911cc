package dev.apitoken.validator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.token.TokenId;
import dev.apitoken.token.User;
import dev.apitoken.token.access.ResponseSettings;
import dev.apitoken.token.access.ResponseSettings.Format;
import dev.apitoken.validator.decision.AccessDecision.Denied;
import dev.apitoken.validator.decision.DenialReason;
import dev.apitoken.validator.decision.KnownToken;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DenialResponseTest {
    private static final ResponseSettings STRICT = new ResponseSettings(401, 401, Format.Json, "apitoken");
    private static final ResponseSettings OPEN = new ResponseSettings(403, 403, Format.Json, "apitoken");
    private static final ResponseSettings PROBLEM = new ResponseSettings(403, 401, Format.Problem, "apitoken");

    private static final Optional<KnownToken> TOKEN =
            Optional.of(new KnownToken(new TokenId("some-id"), new User("ci"), "shop", Optional.empty()));

    private static Reply reply(DenialReason reason, boolean presented, ResponseSettings settings) {
        return DenialResponse.of(new Denied(reason, presented, TOKEN), settings);
    }

    @ParameterizedTest
    @EnumSource(
            value = DenialReason.class,
            names = {
                "MalformedCredential",
                "UnknownToken",
                "ExpiredToken",
                "BadSignature",
                "SourceDenied",
                "RoleMissing"
            })
    void every_cause_of_401_gives_the_same_answer(DenialReason reason) {
        assertThat(reply(reason, true, STRICT)).isEqualTo(reply(DenialReason.UnknownToken, true, STRICT));
        assertThat(reply(reason, true, STRICT).toHttp().toString())
                .isEqualTo(
                        reply(DenialReason.UnknownToken, true, STRICT).toHttp().toString());
    }

    @Test
    void the_error_code_stands_only_where_a_credential_was_presented() {
        assertThat(reply(DenialReason.NoCredential, false, STRICT).headers().toString())
                .contains("WWW-Authenticate=Bearer realm=\"apitoken\"]");
        assertThat(reply(DenialReason.UnknownToken, true, STRICT).headers().toString())
                .contains("WWW-Authenticate=Bearer realm=\"apitoken\", error=\"invalid_token\"]");
    }

    @ParameterizedTest
    @CsvSource({
        "NotReady, 503",
        "Stale, 503",
        "Failed, 503",
        "BadPath, 400",
        "NoCredential, 401",
        "MalformedCredential, 401",
        "AmbiguousCredential, 400",
        "UnknownToken, 401",
        "ExpiredToken, 401",
        "BadSignature, 401",
        "SourceDenied, 403",
        "CrossSiteCookie, 403",
        "RoleMissing, 403",
        "RuleDenied, 403",
        "CallerDenied, 403"
    })
    void each_reason_has_its_status(DenialReason reason, int status) {
        assertThat(reply(reason, true, OPEN).status().code()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(DenialReason.class)
    void no_reason_ends_as_a_success_a_redirect_or_something_to_be_cached(DenialReason reason) {
        Reply reply = reply(reason, true, OPEN);

        assertThat(reply.status().code()).isGreaterThanOrEqualTo(400);
        assertThat(reply.headers()).contains(Map.entry("Cache-Control", "no-store"));
        assertThat(reply.headers().stream().map(Map.Entry::getKey)).doesNotContain("Location", "Set-Cookie", "Server");
        assertThat(reply.body()).startsWith("{\"error\":\"").doesNotContain("some-id");
    }

    @Test
    void a_problem_keeps_the_error_member() {
        Reply reply = reply(DenialReason.UnknownToken, true, PROBLEM);

        assertThat(reply.headers()).contains(Map.entry("Content-Type", "application/problem+json"));
        assertThat(reply.body())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
                        + "\"error\":\"Credentials required\"}");
    }

    @Test
    void a_realm_cannot_end_its_quotes() {
        var odd = new ResponseSettings(403, 401, Format.Json, "a\"b\\c");

        assertThat(reply(DenialReason.NoCredential, false, odd).headers().toString())
                .contains("Bearer realm=\"a\\\"b\\\\c\"");
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void a_refusal_says_what_is_wrong_and_nothing_about_us(Refusal refusal) {
        Reply reply = DenialResponse.of(refusal, STRICT);

        assertThat(reply.status()).isEqualTo(refusal.status());
        assertThat(reply.body()).isEqualTo("{\"error\":\"" + refusal.text() + "\"}");
    }
}
