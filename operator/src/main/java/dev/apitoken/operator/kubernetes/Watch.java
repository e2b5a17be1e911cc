package dev.apitoken.operator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All objects of one kind, kept current: the one cache of that kind, shared by everyone who looks. A listener hears of
 * an object after the cache shows it, so whoever looks at the cache because of a change sees that change.
 */
public final class Watch<T extends HasMetadata> implements AutoCloseable {
    private static final long PAGE = 500;
    private static final long SMALL_PAGE = 50;
    private static final String KEY = "key";

    private final List<SharedIndexInformer<T>> informers;
    private final List<SlimStore<T>> stores;

    private Watch(List<SharedIndexInformer<T>> informers, List<SlimStore<T>> stores) {
        this.informers = informers;
        this.stores = stores;
    }

    /** @param sources one for each watched namespace, or one for all; none: a kind that is out of reach */
    public static <T extends HasMetadata> Watch<T> of(List<? extends Informable<T>> sources) {
        return keyedBy(object -> List.of(), sources);
    }

    /** @param keys under which {@link #underKey} finds an object */
    public static <T extends HasMetadata> Watch<T> keyedBy(
            Function<T, List<String>> keys, List<? extends Informable<T>> sources) {
        return of(UnaryOperator.identity(), PAGE, keys, sources);
    }

    /**
     * For objects that others make as large as they like: few at a time, and only a part of each is kept. Whole they are
     * seen by {@link #onArrival} only: of what is there at the start, listeners get the part that is kept.
     *
     * @param slimmed that part, as a new object
     */
    public static <T extends HasMetadata> Watch<T> slimmedBy(
            UnaryOperator<T> slimmed, List<? extends Informable<T>> sources) {
        return of(slimmed, SMALL_PAGE, object -> List.of(), sources);
    }

    private static <T extends HasMetadata> Watch<T> of(
            UnaryOperator<T> slimmed,
            long page,
            Function<T, List<String>> keys,
            List<? extends Informable<T>> sources) {
        var stores = sources.stream().map(source -> new SlimStore<T>(slimmed)).toList();
        var informers = IntStream.range(0, sources.size())
                .mapToObj(i -> sources.get(i)
                        .withLimit(page)
                        .runnableInformer(0)
                        .itemStore(stores.get(i))
                        .addIndexers(Map.of(KEY, keys)))
                .toList();
        return new Watch<>(informers, stores);
    }

    /** @param listener gets every object whole, before the cache shows it; it must not block */
    public Watch<T> onArrival(Consumer<T> listener) {
        stores.forEach(store -> store.onArrival(listener));
        return this;
    }

    /**
     * A change of nothing but the status is not told: reports are for people, no decision depends on them.
     *
     * @param listener gets the object as it is now, or as it last was when it is gone, another one by its name having
     *     taken its place or not; it must not block
     */
    public Watch<T> onChange(Consumer<? super T> listener) {
        var handler = new ResourceEventHandler<T>() {
            @Override
            public void onAdd(T added) {
                listener.accept(added);
            }

            @Override
            public void onUpdate(T old, T updated) {
                if (!Objects.equals(
                        old.getMetadata().getUid(), updated.getMetadata().getUid())) {
                    listener.accept(old);
                }
                if (!isStatusOnly(old, updated)) {
                    listener.accept(updated);
                }
            }

            @Override
            public void onDelete(T deleted, boolean lastStateUnknown) {
                listener.accept(deleted);
            }
        };
        informers.forEach(informer -> informer.addEventHandler(handler));
        return this;
    }

    /** Only kinds with a status have a generation, which rises with every change of spec and with deletion. */
    private static boolean isStatusOnly(HasMetadata old, HasMetadata updated) {
        var before = old.getMetadata();
        var now = updated.getMetadata();
        return now.getGeneration() != null
                && now.getGeneration().equals(before.getGeneration())
                && Objects.equals(now.getUid(), before.getUid())
                && Objects.equals(now.getAnnotations(), before.getAnnotations())
                && Objects.equals(now.getLabels(), before.getLabels());
    }

    /**
     * Returns once the cache is complete.
     *
     * @throws IllegalStateException with a message for whoever has to find out why
     */
    public void start(Duration deadline) {
        var until = System.nanoTime() + deadline.toNanos();
        var starting = informers.stream()
                .collect(Collectors.toMap(
                        informer -> informer, informer -> informer.start().toCompletableFuture()));
        starting.forEach((informer, started) -> await(informer, started, Duration.ofNanos(until - System.nanoTime())));
    }

    private static void await(SharedIndexInformer<?> informer, CompletableFuture<?> started, Duration deadline) {
        try {
            started.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the cluster for the first time", e);
        } catch (ExecutionException | TimeoutException e) {
            var kind =
                    HasMetadata.getFullResourceName(informer.getApiTypeClass().asSubclass(HasMetadata.class));
            throw new IllegalStateException("cannot list " + kind + ": " + Unanswered.why(e.getCause()), e);
        }
    }

    public Optional<T> get(ObjectName name) {
        String key = name.namespace().isEmpty() ? name.name() : Cache.namespaceKeyFunc(name.namespace(), name.name());
        return informers.stream()
                .flatMap(informer -> Stream.ofNullable(informer.getIndexer().getByKey(key)))
                .findFirst();
    }

    public List<T> underKey(String key) {
        return informers.stream()
                .flatMap(informer -> informer.getIndexer().byIndex(KEY, key).stream())
                .toList();
    }

    public List<T> inNamespace(String namespace) {
        return informers.stream()
                .flatMap(informer -> informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream())
                .toList();
    }

    public List<T> all() {
        return informers.stream()
                .flatMap(informer -> informer.getStore().list().stream())
                .toList();
    }

    /** There is nothing to see, for this operator may not look. */
    public boolean isOutOfReach() {
        return informers.isEmpty();
    }

    public boolean hasSynced() {
        return informers.stream().allMatch(SharedIndexInformer::hasSynced);
    }

    /** False once an informer has given up for good, as it does at an object it cannot read: only a restart helps. */
    public boolean isRunning() {
        return informers.stream().allMatch(SharedIndexInformer::isRunning);
    }

    /** False while a watch has broken off. */
    public boolean isWatching() {
        return informers.stream().allMatch(SharedIndexInformer::isWatching);
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::stop);
    }
}
