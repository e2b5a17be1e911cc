package dev.apitoken.operator.kubernetes;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Which updates of a resource are worth a look: spec, annotations (the emergency stop is one and does not raise the
 * generation), deletion, and a status somebody wiped. Our own status writes are not, so they trigger no work (rule F15).
 */
public final class MeaningfulChange<R extends CustomResource<?, ?>> implements OnUpdateFilter<R> {
    private final Predicate<R> isUnwritten;

    /** @param isUnwritten whether its status shows that no report stands there */
    public MeaningfulChange(Predicate<R> isUnwritten) {
        this.isUnwritten = isUnwritten;
    }

    @Override
    public boolean accept(R updated, R old) {
        var now = updated.getMetadata();
        var before = old.getMetadata();
        return !Objects.equals(now.getUid(), before.getUid())
                || !Objects.equals(now.getGeneration(), before.getGeneration())
                || !Objects.equals(now.getAnnotations(), before.getAnnotations())
                || !Objects.equals(now.getDeletionTimestamp(), before.getDeletionTimestamp())
                || isUnwritten.test(updated);
    }
}
