package dev.apitoken.operator.fault;

import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.Cluster;
import dev.apitoken.testkit.fault.Call;
import dev.apitoken.testkit.fault.Fault;
import dev.apitoken.testkit.fault.Recorded;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Many trials side by side: one operator for all, a namespace for each. */
final class Trials {
    private static final Pattern TENANT = Pattern.compile("tenant-[0-9a-f]{8}");
    private static final int AT_ONCE = 16;

    private final Map<String, Trial> byNamespace = new HashMap<>();
    private final Map<String, List<HasMetadata>> strangers = new HashMap<>();

    private Trials() {}

    /** A trial to come. */
    record Planned(Workload workload, Optional<Trial.Kill> kill) {}

    /** Makes their namespaces and what is there before, a Secret and a Role of somebody else included. */
    static Trials prepare(Cluster cluster, List<Planned> planned) throws InterruptedException {
        var trials = new Trials();
        var made = inParallel(planned, each -> {
            var trial = new Trial(each.workload(), Tenant.of(cluster), each.kill());
            var strangers = Strangers.moveInto(trial.tenant());
            each.workload().prepare().accept(trial.tenant());
            return Map.entry(trial, strangers);
        });
        made.forEach(entry -> {
            String namespace = entry.getKey().tenant().namespace();
            trials.byNamespace.put(namespace, entry.getKey());
            trials.strangers.put(namespace, entry.getValue());
        });
        return trials;
    }

    List<Trial> all() {
        return List.copyOf(byNamespace.values());
    }

    List<String> namespaces() {
        return List.copyOf(byNamespace.keySet());
    }

    List<HasMetadata> strangersOf(Trial trial) {
        return strangers.getOrDefault(trial.tenant().namespace(), List.of());
    }

    Fault at(Call call) {
        return trialOf(call).map(trial -> trial.at(call)).orElse(Fault.NONE);
    }

    void forEach(Consumer<Trial> action) throws InterruptedException {
        inParallel(all(), trial -> {
            action.accept(trial);
            return trial;
        });
    }

    /** The record of each trial. */
    Map<Trial, List<Recorded>> sorted(List<Recorded> calls) {
        var sorted = new HashMap<Trial, List<Recorded>>();
        all().forEach(trial -> sorted.put(trial, new ArrayList<>()));
        calls.forEach(recorded ->
                trialOf(recorded.call()).ifPresent(trial -> sorted.get(trial).add(recorded)));
        return sorted;
    }

    private Optional<Trial> trialOf(Call call) {
        var trial = byNamespace.get(call.namespace());
        return trial != null
                ? Optional.of(trial)
                : TENANT.matcher(call.name())
                        .results()
                        .flatMap(match -> Optional.ofNullable(byNamespace.get(match.group())).stream())
                        .findFirst();
    }

    private static <A, B> List<B> inParallel(List<A> items, Function<A, B> work) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var results = new ArrayList<B>();
            for (Future<B> future : threads.invokeAll(items.stream()
                    .<Callable<B>>map(item -> () -> work.apply(item))
                    .toList())) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("a trial could not be prepared or run", e.getCause());
        }
    }
}
