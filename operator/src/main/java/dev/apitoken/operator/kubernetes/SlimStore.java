package dev.apitoken.operator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.function.UnaryOperator;

/** Keeps objects without their managedFields, which nobody here reads and which are more than half of many of them. */
public final class SlimStore<T extends HasMetadata> extends BasicItemStore<T> {
    private final UnaryOperator<T> slimmed;

    public SlimStore() {
        this(UnaryOperator.identity());
    }

    /** @param slimmed what is kept of an object: a new one, for listeners get the whole */
    SlimStore(UnaryOperator<T> slimmed) {
        super(Cache::metaNamespaceKeyFunc);
        this.slimmed = slimmed;
    }

    @Override
    public T put(String key, T object) {
        object.getMetadata().setManagedFields(null);
        return super.put(key, slimmed.apply(object));
    }
}
