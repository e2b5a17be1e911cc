package dev.apitoken.operator.access;

import dev.apitoken.token.access.PolicySettings;
import java.util.List;

/** An AccessPolicy, parsed: what its validators enforce and whose tokens they accept. */
public record CompilablePolicy(PolicySettings settings, List<TokenOrigin> origins) {
    public CompilablePolicy {
        origins = List.copyOf(origins);
    }

    public String namespace() {
        return settings.namespace();
    }
}
