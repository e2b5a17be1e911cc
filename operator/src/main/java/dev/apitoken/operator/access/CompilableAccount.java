package dev.apitoken.operator.access;

import dev.apitoken.token.User;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;

/** An ApiAccount that is not being deleted. */
public record CompilableAccount(
        String namespace, String name, String uid, Instant createdAt, User user, Set<String> roles, boolean enabled) {
    /** The first of several accounts of one user counts (rule D8). The names settle what one second cannot. */
    static final Comparator<CompilableAccount> SENIORITY = Comparator.comparing(CompilableAccount::createdAt)
            .thenComparing(CompilableAccount::name)
            .thenComparing(CompilableAccount::uid);

    public CompilableAccount {
        roles = Set.copyOf(roles);
    }
}
