package dev.apitoken.benchmarks.scale;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which ApiTokens there are and where. Each namespace has a policy that lists all tokens of the namespace; each token has
 * a user of its own, every tenth user an account.
 *
 * @param tokens how many, beside the spares
 * @param spares tokens that are ended and revived, so that all others can be due at once
 */
record Layout(int tokens, int spares, int namespaces) {
    /** Of the access policy in each namespace. */
    static final String POLICY = "gate";

    private static final int TOKENS_PER_NAMESPACE = 1_000;
    private static final int MOST_SPARES = 200;
    private static final int TOKENS_PER_SPARE = 5;
    private static final int USERS_PER_ACCOUNT = 10;
    private static final int DUE_AT_ONCE = 10_000;
    private static final int LEAST_HEAP_MIB = 512;
    private static final int TOKENS_PER_MIB = 20;

    /** An ApiToken; its Secret and its user have the same name. */
    record Token(String namespace, String name) {}

    static Layout of(int tokens) {
        return new Layout(
                tokens,
                Math.clamp(tokens / TOKENS_PER_SPARE, 1, MOST_SPARES),
                Math.max(1, tokens / TOKENS_PER_NAMESPACE));
    }

    List<String> namespaceNames() {
        return IntStream.range(0, namespaces).mapToObj(this::namespace).toList();
    }

    List<Token> all() {
        return Stream.concat(named("t", tokens).stream(), spareTokens().stream())
                .toList();
    }

    /** Those that become due at one instant, at most ten thousand of them. */
    List<Token> dueTokens() {
        return named("t", Math.min(tokens, DUE_AT_ONCE));
    }

    List<Token> spareTokens() {
        return named("s", spares);
    }

    List<Token> usersWithAccount() {
        return IntStream.range(0, tokens)
                .filter(i -> i / namespaces % USERS_PER_ACCOUNT == 0)
                .mapToObj(i -> token("t", i))
                .toList();
    }

    /** What rules F12 and F16 allow: 512 MiB for 10,000 tokens, 1 GiB for 20,000, and on at that rate. */
    int heapMiB() {
        return Math.max(LEAST_HEAP_MIB, tokens / TOKENS_PER_MIB);
    }

    int size() {
        return tokens + spares;
    }

    private List<Token> named(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> token(prefix, i)).toList();
    }

    private Token token(String prefix, int i) {
        return new Token(namespace(i % namespaces), "%s-%06d".formatted(prefix, i));
    }

    private String namespace(int i) {
        return "load-%03d".formatted(i);
    }
}
