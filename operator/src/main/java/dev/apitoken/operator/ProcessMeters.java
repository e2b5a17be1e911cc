package dev.apitoken.operator;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.function.BooleanSupplier;

/** How the process itself is: who leads, whether everything is in view, memory and threads. */
final class ProcessMeters {
    private ProcessMeters() {}

    /** @return what listens to the garbage collector until it is closed */
    static AutoCloseable bind(MeterRegistry registry, Watches watches, BooleanSupplier leads) {
        gauge(registry, "apitoken_operator_leading", "1 while this operator is the one that acts", leads);
        gauge(
                registry,
                "apitoken_operator_watching",
                "1 while every kind is in view",
                () -> watches.areSynced() && watches.areWatching());
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        var collections = new JvmGcMetrics();
        collections.bindTo(registry);
        return collections;
    }

    private static void gauge(MeterRegistry registry, String name, String description, BooleanSupplier holds) {
        Gauge.builder(name, () -> holds.getAsBoolean() ? 1 : 0)
                .description(description)
                .register(registry);
    }
}
