package dev.apitoken.validator.gate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.apitoken.token.access.PathPattern;
import dev.apitoken.token.access.Rule;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.token.signing.Verification.Verified;
import dev.apitoken.validator.decision.AccessDecision;
import dev.apitoken.validator.decision.AccessDecision.Denied;
import dev.apitoken.validator.decision.Explanation;
import dev.apitoken.validator.decision.Step;
import dev.apitoken.validator.index.AccessIndex;
import dev.apitoken.validator.index.ListedToken;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;

/** What {@code /apitoken/explain} answers, see docs/reference/explain.md. Never the token itself. */
final class ExplanationReply {
    private static final JsonFactory JSON = new JsonFactory();

    private final AccessIndex index;
    private final JsonGenerator json;

    private ExplanationReply(AccessIndex index, JsonGenerator json) {
        this.index = index;
        this.json = json;
    }

    static Reply of(TrialForm asked, Explanation explanation, AccessIndex index) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            new ExplanationReply(index, json).write(asked, explanation);
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return Reply.json(HttpResponseStatus.OK, text.toString());
    }

    private void write(TrialForm asked, Explanation explanation) throws IOException {
        json.writeStartObject();
        json.writeStringField(
                "policy", index.policy().namespace() + "/" + index.policy().name());
        json.writeNumberField("revision", index.revision());
        json.writeObjectFieldStart("token");
        verdict(explanation.token());
        if (explanation.listed().isPresent()) {
            listed(explanation.listed().get());
        }
        if (explanation.unlisted().isPresent()) {
            signed(explanation.unlisted().get());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("request");
        request(asked, explanation);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void verdict(AccessDecision decision) throws IOException {
        json.writeBooleanField("accepted", !(decision instanceof Denied));
        if (decision instanceof Denied denied) {
            json.writeStringField("step", Step.of(denied.reason()).name());
            json.writeStringField("reason", denied.reason().name());
            json.writeStringField("means", Meaning.of(denied.reason()));
        }
    }

    private void listed(ListedToken listed) throws IOException {
        TokenEntry entry = listed.entry();
        json.writeObjectFieldStart("listed");
        json.writeStringField("tokenId", entry.id().value());
        if (listed.signedBy().isPresent()) {
            json.writeStringField("keyId", listed.signedBy().get().value());
        }
        json.writeStringField("issuer", entry.issuer());
        json.writeStringField("user", entry.user().value());
        json.writeStringField("namespace", entry.namespace());
        strings("roles", entry.roles());
        json.writeStringField("acceptedUntil", entry.acceptedUntil().toString());
        if (entry.sources().isPresent()) {
            strings(
                    "allowedSources",
                    entry.sources().get().ranges().stream()
                            .map(Object::toString)
                            .toList());
        }
        json.writeEndObject();
    }

    /** One of the policy's issuers vouches for these words; it does not follow that they hold any more. */
    private void signed(Verified token) throws IOException {
        json.writeObjectFieldStart("signed");
        json.writeStringField("tokenId", token.claims().id().value());
        json.writeStringField("keyId", token.keyId().value());
        json.writeStringField("issuer", token.claims().issuer());
        json.writeStringField("user", token.claims().user().value());
        strings("audiences", token.claims().audiences());
        json.writeStringField("issuedAt", token.claims().issuedAt().toString());
        json.writeStringField("expiresAt", token.claims().expiresAt().toString());
        json.writeEndObject();
    }

    private void request(TrialForm asked, Explanation explanation) throws IOException {
        json.writeStringField("method", asked.trial().method());
        json.writeStringField("path", LoggedPath.of(asked.trial().target()));
        json.writeStringField("place", asked.place().name());
        json.writeStringField("source", asked.source().map(Object::toString).orElse("unknown"));
        verdict(explanation.request());
        if (explanation.request() instanceof Denied denied) {
            json.writeNumberField(
                    "status",
                    DenialResponse.of(denied, index.policy().responses())
                            .status()
                            .code());
        }
        if (explanation.ruleNumber().isPresent()) {
            int number = explanation.ruleNumber().get();
            rule(number, index.policy().rules().get(number - 1));
        }
    }

    private void rule(int number, Rule rule) throws IOException {
        json.writeObjectFieldStart("rule");
        json.writeNumberField("number", number);
        json.writeStringField("access", rule.access().name());
        strings("paths", rule.paths().stream().map(PathPattern::text).toList());
        strings("methods", rule.methods());
        strings("roles", rule.roles());
        json.writeEndObject();
    }

    private void strings(String field, Collection<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : List.copyOf(values)) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
