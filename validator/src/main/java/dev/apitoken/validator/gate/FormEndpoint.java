package dev.apitoken.validator.gate;

import dev.apitoken.validator.decision.Explanation;
import dev.apitoken.validator.decision.Introspection;
import dev.apitoken.validator.gate.GateMetrics.Entry;
import dev.apitoken.validator.index.AccessIndex;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Endpoints that are asked about a token by somebody else: a form is posted, and a role is needed. */
enum FormEndpoint {
    Introspect("/apitoken/introspect", Introspection.ROLE, Entry.Introspect) {
        @Override
        Optional<Reply> reply(Map<String, List<String>> form, AccessIndex index, Instant now) {
            return IntrospectionReply.to(form, index, now);
        }
    },
    Explain("/apitoken/explain", Explanation.ROLE, Entry.Explain) {
        @Override
        Optional<Reply> reply(Map<String, List<String>> form, AccessIndex index, Instant now) {
            return TrialForm.read(form, index.policy())
                    .map(asked -> ExplanationReply.of(
                            asked, Explanation.of(asked.token(), asked.trial(), index, now), index));
        }
    };

    private final String path;
    private final String role;
    private final Entry entry;

    FormEndpoint(String path, String role, Entry entry) {
        this.path = path;
        this.role = role;
        this.entry = entry;
    }

    static Optional<FormEndpoint> at(String path) {
        for (FormEndpoint endpoint : values()) {
            if (endpoint.path.equals(path)) {
                return Optional.of(endpoint);
            }
        }
        return Optional.empty();
    }

    String path() {
        return path;
    }

    String role() {
        return role;
    }

    Entry entry() {
        return entry;
    }

    /** @return empty: the form does not say what is to be known about which token */
    abstract Optional<Reply> reply(Map<String, List<String>> form, AccessIndex index, Instant now);
}
