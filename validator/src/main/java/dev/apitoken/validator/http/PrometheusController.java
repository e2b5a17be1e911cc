package dev.apitoken.validator.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;

/** Metrics on the management port, read at the moment they are asked for. */
@Controller("/prometheus")
final class PrometheusController {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    PrometheusController(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @Get
    @Produces(TEXT)
    String scrape() {
        return registry.scrape(TEXT);
    }
}
