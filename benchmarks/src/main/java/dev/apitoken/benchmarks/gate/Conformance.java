package dev.apitoken.benchmarks.gate;

import dev.apitoken.benchmarks.load.Application;
import dev.apitoken.benchmarks.sample.Listing;
import dev.apitoken.benchmarks.sample.TokenStock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The same requests to every contender that checks, before anything is timed: they all do the same work, or none is measured. */
final class Conformance {
    private static final int OK = 200;
    /** Envoy says 403 to a token for somebody else. */
    private static final Set<Integer> REFUSED = Set.of(401, 403);

    private final TokenStock stock;

    Conformance(TokenStock stock) {
        this.stock = stock;
    }

    /** @throws IllegalStateException for the first answer that is not as it must be */
    void require(Contender contender) {
        String token = stock.values(1).getFirst();
        if (contender.checks()) {
            require(contender, "a good token", RawCall.bearer(token), Set.of(OK));
            refused().forEach((what, header) -> require(contender, what, header, REFUSED));
            requireSeen(contender, token);
        } else {
            require(contender, "no token", "", Set.of(OK));
            require(contender, "a good token", RawCall.bearer(token), Set.of(OK));
        }
    }

    private Map<String, String> refused() {
        var refused = new LinkedHashMap<String, String>();
        refused.put("no token", "");
        refused.put("a token of another key", RawCall.bearer(stock.unknown(1).getFirst()));
        refused.put("a token with a changed payload", RawCall.bearer(stock.tampered()));
        refused.put("an expired token", RawCall.bearer(stock.expired()));
        refused.put("a token for another audience", RawCall.bearer(stock.forSomebodyElse()));
        refused.put("a token of another issuer", RawCall.bearer(stock.fromAnotherIssuer()));
        refused.put("no token at all behind the word", RawCall.bearer("x"));
        return refused;
    }

    private static void require(Contender contender, String what, String header, Set<Integer> allowed) {
        var answer = RawCall.get(contender.port(), Listing.PATH, header);
        if (answer.filter(one -> allowed.contains(one.status())).isEmpty()) {
            throw new IllegalStateException(contender.name() + " meets " + what + " with "
                    + answer.map(one -> Integer.toString(one.status())).orElse("no answer") + ", not with one of "
                    + allowed);
        }
    }

    /** The user reaches the application, whatever the client says about it, and the credential does not. */
    private static void requireSeen(Contender contender, String token) {
        var seen = RawCall.get(contender.port(), Application.SEEN, RawCall.bearer(token) + "X-ApiToken-User: root\r\n");
        String expected = "user=" + TokenStock.USER + " credential=";
        if (seen.filter(answer -> answer.text().strip().endsWith(expected)).isEmpty()) {
            throw new IllegalStateException(
                    contender.name() + " lets something else than the user reach the application");
        }
    }
}
