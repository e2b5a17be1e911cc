package dev.apitoken.validator.http;

import dev.apitoken.validator.report.Reporter;
import dev.apitoken.validator.report.WriteOutcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What became of the reports about this validator. */
public record ReportMeters(Reporter reporter) implements MeterBinder {
    @Override
    public void bindTo(MeterRegistry registry) {
        for (WriteOutcome outcome : WriteOutcome.values()) {
            FunctionCounter.builder("apitoken.reports", reporter, one -> one.count(outcome))
                    .description("Reports tried, by what became of them")
                    .tag("outcome", outcome.name())
                    .register(registry);
        }
    }
}
