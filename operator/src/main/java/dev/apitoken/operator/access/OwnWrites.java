package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.Watch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A cache that knows what we wrote a moment before its watch does. Nothing is ever read from the API server here: a
 * leader whose view is old must fail at the precondition of its write, not fetch what it needs to pass (rule F8).
 */
final class OwnWrites<T extends HasMetadata> {
    private final Watch<T> watch;
    private final Consumer<T> foreignChange;
    private final Map<ObjectName, T> ahead = new ConcurrentHashMap<>();

    /** @param foreignChange is told of every change that is not the echo of our own write; it must not block */
    OwnWrites(Watch<T> watch, Consumer<T> foreignChange) {
        this.foreignChange = foreignChange;
        this.watch = watch;
        watch.onChange(this::seen);
    }

    Optional<T> newest(ObjectName name) {
        var own = Optional.ofNullable(ahead.get(name));
        return watch.get(name)
                .filter(cached ->
                        own.map(written -> version(cached) >= version(written)).orElse(true))
                .or(() -> own);
    }

    void wrote(T written) {
        ahead.put(ObjectName.of(written), written);
    }

    void isGone(ObjectName name) {
        ahead.remove(name);
    }

    private void seen(T changed) {
        var own = ahead.get(ObjectName.of(changed));
        boolean isEcho = own != null && version(changed) <= version(own);
        // The event of a deletion carries the version of the deletion, so it too is newer than what it ends.
        if (own != null && version(changed) >= version(own)) {
            ahead.remove(ObjectName.of(changed), own);
        }
        if (!isEcho) {
            foreignChange.accept(changed);
        }
    }

    /** Versions of one kind are numbers that rise (KEP-5504). */
    private static long version(HasMetadata object) {
        return Long.parseLong(object.getMetadata().getResourceVersion());
    }
}
