package dev.apitoken.validator.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;

/** Probes on the management port; the words are those of Micronaut's own health endpoint. */
@Controller("/health")
@Produces(MediaType.APPLICATION_JSON)
final class HealthController {
    private final Health health;

    HealthController(Health health) {
        this.health = health;
    }

    @Get
    HttpResponse<String> health() {
        return withState(health.isLive() && health.isReady());
    }

    @Get("/liveness")
    HttpResponse<String> liveness() {
        return answer(health.isLive(), "");
    }

    @Get("/readiness")
    HttpResponse<String> readiness() {
        return withState(health.isReady());
    }

    private HttpResponse<String> withState(boolean up) {
        return answer(
                up,
                ",\"state\":\"" + health.state() + "\",\"revision\":" + health.revision() + ",\"ageSeconds\":"
                        + health.ageSeconds());
    }

    private static HttpResponse<String> answer(boolean up, String further) {
        HttpStatus status = up ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE;
        return HttpResponse.<String>status(status).body("{\"status\":\"" + (up ? "UP" : "DOWN") + "\"" + further + "}");
    }
}
