package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.issuer.IssuerId;
import dev.apitoken.operator.issuer.IssuerView;
import dev.apitoken.operator.issuer.Issuers;
import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * How many tokens of one issuer a namespace may have. The oldest keep theirs and the newest are refused, the same after
 * every restart, since only what the API server noted counts (rule D6). The tokens stand in line, so that a look costs
 * no more than the limit, however many are refused.
 */
final class NamespaceQuota {
    private record Line(String namespace, IssuerId issuer) {}

    /** Where a token stands in its line. */
    private record Place(String createdAt, String name) implements Comparable<Place> {
        private static final Comparator<Place> OLDEST_FIRST =
                Comparator.comparing(Place::createdAt).thenComparing(Place::name);

        static Place of(ApiToken token) {
            return new Place(
                    token.getMetadata().getCreationTimestamp(),
                    token.getMetadata().getName());
        }

        @Override
        public int compareTo(Place other) {
            return OLDEST_FIRST.compare(this, other);
        }
    }

    private record Standing(Line line, Place place) {}

    /** Those who stand in a line. How many is counted beside: most lines are shorter than their limit. */
    private static final class Places {
        private final NavigableSet<Place> inOrder = new ConcurrentSkipListSet<>();
        private final AtomicInteger count = new AtomicInteger();

        void add(Place place) {
            if (inOrder.add(place)) {
                count.incrementAndGet();
            }
        }

        void remove(Place place) {
            if (inOrder.remove(place)) {
                count.decrementAndGet();
            }
        }

        /** @return whether so many stand before a place */
        boolean areBefore(Place place, long many) {
            return count.get() >= many
                    && inOrder.headSet(place, false).stream().limit(many).count() >= many;
        }

        Optional<Place> at(long position) {
            return count.get() <= position
                    ? Optional.empty()
                    : inOrder.stream().skip(position).findFirst();
        }
    }

    private final Watch<ApiToken> apiTokens;
    private final Issuers issuers;
    private final Map<Line, Places> lines = new ConcurrentHashMap<>();
    private final Map<ObjectName, Standing> standings = new ConcurrentHashMap<>();
    private volatile Consumer<ObjectName> listener = name -> {};

    /** To be made before the watches start, so that nobody is left out of the line. */
    NamespaceQuota(Watch<ApiToken> apiTokens, Issuers issuers) {
        this.apiTokens = apiTokens;
        this.issuers = issuers;
        apiTokens.onChange(token -> arrange(ObjectName.of(token)));
        issuers.onDefaultChange(namespace -> apiTokens.inNamespace(namespace).stream()
                .filter(token -> token.getSpec().issuerRef() == null)
                .forEach(token -> arrange(ObjectName.of(token))));
    }

    /** @param moved called with every ApiToken that came within a limit, or fell out of it, because of another */
    void onMoved(Consumer<ObjectName> moved) {
        listener = listener.andThen(moved);
    }

    /** The limit that this token is beyond; empty: it is within, or there is none. */
    Optional<LimitBreach> brokenBy(ApiToken token, IssuerView issuer) {
        var line = new Line(token.getMetadata().getNamespace(), issuer.id());
        return limit(issuer)
                .filter(limit -> areOlder(line, Place.of(token), limit))
                .map(limit -> new LimitBreach(
                        "limits.maxTokensPerNamespace",
                        "namespace " + line.namespace() + " has " + limit + " older tokens of " + issuer.id()
                                + ", its limits.maxTokensPerNamespace"));
    }

    private boolean areOlder(Line line, Place place, long limit) {
        var places = lines.get(line);
        return places == null ? limit == 0 : places.areBefore(place, limit);
    }

    /** Each change moves at most one other token over the border, in each of the lines concerned. */
    private void arrange(ObjectName name) {
        var standing = apiTokens
                .get(name)
                .filter(token -> token.getMetadata().getDeletionTimestamp() == null)
                .map(this::standing);
        var before = Optional.ofNullable(
                standing.isPresent() ? standings.put(name, standing.get()) : standings.remove(name));
        if (before.equals(standing)) {
            return;
        }
        before.ifPresent(left -> {
            places(left.line()).remove(left.place());
            announce(left.line(), -1);
        });
        standing.ifPresent(joined -> {
            places(joined.line()).add(joined.place());
            announce(joined.line(), 0);
        });
    }

    private Standing standing(ApiToken token) {
        String namespace = token.getMetadata().getNamespace();
        return new Standing(
                new Line(
                        namespace, issuers.referenced(namespace, token.getSpec().issuerRef())),
                Place.of(token));
    }

    private Places places(Line line) {
        return lines.computeIfAbsent(line, any -> new Places());
    }

    /** @param fromBorder 0: the first beyond the limit, which was pushed out; -1: the last within, which was let in */
    private void announce(Line line, int fromBorder) {
        issuers.get(line.issuer())
                .flatMap(NamespaceQuota::limit)
                .map(limit -> limit + fromBorder)
                .filter(position -> position >= 0)
                .flatMap(position -> places(line).at(position))
                .ifPresent(place -> listener.accept(new ObjectName(line.namespace(), place.name())));
    }

    private static Optional<Long> limit(IssuerView issuer) {
        return Optional.ofNullable(issuer.spec().limits().maxTokensPerNamespace());
    }
}
