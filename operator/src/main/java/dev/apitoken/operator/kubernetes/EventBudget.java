package dev.apitoken.operator.kubernetes;

import dev.apitoken.operator.kubernetes.EventRecorder.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many Events may be sent, so that a storm of refusals floods neither etcd nor whoever reads Events. Each object has
 * its own share. All warnings together have one too, and of it each namespace a part, lest one of them use up what tells
 * the others of their trouble (rule D7). Normal Events tell of work that was done, which is bounded itself. Time is that of
 * {@link System#nanoTime}.
 */
final class EventBudget {
    private record Share(String of, Duration interval, int burst) {
        static final Share ALL_WARNINGS = new Share("", Duration.ofMillis(100), 200);

        static Share object(String uid) {
            return new Share("object " + uid, Duration.ofSeconds(30), 15);
        }

        static Share warnings(String namespace) {
            return new Share("namespace " + namespace, Duration.ofMillis(500), 50);
        }

        boolean isUsedUp(long paidUntil, long nanoTime) {
            return paidUntil - nanoTime > interval.toNanos() * (burst - 1L);
        }
    }

    /** Of those spent of last; one that was forgotten begins full again. */
    private static final int SHARES = 10_000;

    private final Map<String, Long> paidUntil = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > SHARES;
        }
    };

    /**
     * @param namespace of the object, empty if it is in none
     * @return false: this one is left out
     */
    synchronized boolean spend(String uid, String namespace, Type type, long nanoTime) {
        var shares = switch (type) {
            case Normal -> List.of(Share.object(uid));
            case Warning -> List.of(Share.object(uid), Share.warnings(namespace), Share.ALL_WARNINGS);
        };
        if (shares.stream().anyMatch(share -> share.isUsedUp(paid(share, nanoTime), nanoTime))) {
            return false;
        }
        shares.forEach(share -> paidUntil.put(
                share.of(), paid(share, nanoTime) + share.interval().toNanos()));
        return true;
    }

    private long paid(Share share, long nanoTime) {
        return Math.max(paidUntil.getOrDefault(share.of(), nanoTime), nanoTime);
    }
}
