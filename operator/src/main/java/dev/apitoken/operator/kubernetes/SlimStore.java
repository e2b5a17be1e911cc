package dev.apitoken.operator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Keeps objects without their managedFields, which nobody here reads and which are more than half of many of them. */
public final class SlimStore<T extends HasMetadata> extends BasicItemStore<T> {
    private final UnaryOperator<T> slimmed;
    private volatile Consumer<T> arrival = object -> {};

    public SlimStore() {
        this(UnaryOperator.identity());
    }

    /** @param slimmed what is kept of an object: a new one */
    SlimStore(UnaryOperator<T> slimmed) {
        super(Cache::metaNamespaceKeyFunc);
        this.slimmed = slimmed;
    }

    /** @param whole gets each object as it came, before the cache shows what is kept of it */
    void onArrival(Consumer<T> whole) {
        arrival = arrival.andThen(whole);
    }

    @Override
    public T put(String key, T object) {
        object.getMetadata().setManagedFields(null);
        arrival.accept(object);
        return super.put(key, slimmed.apply(object));
    }
}
