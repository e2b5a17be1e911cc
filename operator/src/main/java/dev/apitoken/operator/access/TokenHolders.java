package dev.apitoken.operator.access;

import dev.apitoken.operator.access.CompilableToken.Issued;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.token.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which ApiToken speaks for a token that stands in the Secrets of several: always the one it was issued for, whether it
 * is live there or not, for otherwise a copy in another Secret would bring back what was ended. A resource that was
 * made again under another UID beside its own Secret goes on with its token (rule B5): nobody else is known by the UID
 * it was issued for. For one thread.
 */
public final class TokenHolders {
    /** UIDs of ApiTokens that are gone: a copy must not outlive the deletion of the original either. */
    static final int REMEMBERED = 10_000;

    /** A token in a Secret counts before one that is only mentioned as the one before; the names settle the rest. */
    private static final Comparator<Claim> FIRST =
            Comparator.comparing(Claim::isPrevious).thenComparing(Claim::holder);

    /** @param clientId of the token's claims; empty of a previous token, of which nothing but the digest is known */
    private record Claim(ObjectName holder, boolean isPrevious, String clientId) {}

    private final Map<Digest, List<Claim>> claims = new HashMap<>();
    private final Map<String, ObjectName> present = new HashMap<>();
    private final Map<String, ObjectName> gone = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ObjectName> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Who holds a token that was issued for another UID, by that UID. */
    private final Map<String, Set<ObjectName>> strays = new HashMap<>();

    public static TokenHolders of(Collection<? extends CompilableToken> tokens) {
        var holders = new TokenHolders();
        tokens.forEach(token -> holders.replace(Optional.empty(), Optional.of(token)));
        return holders;
    }

    boolean speaksFor(ObjectName holder, Digest token) {
        return speaker(token).map(holder::equals).orElse(false);
    }

    /** @return the ApiTokens that may speak for more or less now, itself among them */
    Set<ObjectName> replace(Optional<? extends CompilableToken> before, Optional<? extends CompilableToken> now) {
        var concerned = new TreeSet<ObjectName>();
        before.ifPresent(token -> {
            concerned.addAll(concerned(token));
            forget(token);
        });
        now.ifPresent(token -> {
            note(token);
            concerned.addAll(concerned(token));
        });
        before.filter(token -> !present.containsKey(token.uid()))
                .ifPresent(token -> gone.put(token.uid(), token.objectName()));
        return concerned;
    }

    private void note(CompilableToken token) {
        present.put(token.uid(), token.objectName());
        claimsOf(token)
                .forEach((digest, claim) -> claims.merge(
                        digest,
                        List.of(claim),
                        (some, more) ->
                                Stream.concat(some.stream(), more.stream()).toList()));
        if (token instanceof Issued issued && !issued.clientId().equals(issued.uid())) {
            strays.computeIfAbsent(issued.clientId(), any -> new TreeSet<>()).add(issued.objectName());
        }
    }

    private void forget(CompilableToken token) {
        present.remove(token.uid());
        claimsOf(token)
                .forEach((digest, claim) -> claims.computeIfPresent(digest, (any, all) -> {
                    var rest = new ArrayList<>(all);
                    rest.remove(claim);
                    return rest.isEmpty() ? null : List.copyOf(rest);
                }));
        if (token instanceof Issued issued) {
            strays.computeIfPresent(issued.clientId(), (any, holders) -> {
                holders.remove(issued.objectName());
                return holders.isEmpty() ? null : holders;
            });
        }
    }

    private Optional<ObjectName> speaker(Digest token) {
        var all = claims.getOrDefault(token, List.of());
        return all.stream()
                .flatMap(claim -> issuedFor(claim.clientId()).stream())
                .findFirst()
                .or(() -> all.stream().min(FIRST).map(Claim::holder));
    }

    private Optional<ObjectName> issuedFor(String clientId) {
        return Optional.ofNullable(present.getOrDefault(clientId, gone.get(clientId)));
    }

    private Set<ObjectName> concerned(CompilableToken token) {
        var concerned = new TreeSet<ObjectName>();
        concerned.add(token.objectName());
        concerned.addAll(strays.getOrDefault(token.uid(), Set.of()));
        claimsOf(token).keySet().stream()
                .flatMap(digest -> claims.getOrDefault(digest, List.of()).stream())
                .forEach(claim -> concerned.add(claim.holder()));
        return concerned;
    }

    private static Map<Digest, Claim> claimsOf(CompilableToken token) {
        if (!(token instanceof Issued issued)) {
            return Map.of();
        }
        var holder = issued.objectName();
        var observed = issued.observed();
        var claims = new HashMap<Digest, Claim>();
        observed.record().previous().ifPresent(previous -> claims.put(previous.digest(), new Claim(holder, true, "")));
        claims.put(observed.digest(), new Claim(holder, false, issued.clientId()));
        return claims;
    }
}
