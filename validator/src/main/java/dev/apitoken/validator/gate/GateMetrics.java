package dev.apitoken.validator.gate;

import dev.apitoken.validator.credential.Place;
import dev.apitoken.validator.decision.AccessDecision;
import dev.apitoken.validator.decision.AccessDecision.Allowed;
import dev.apitoken.validator.decision.AccessDecision.Denied;
import dev.apitoken.validator.decision.DenialReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Set;

/** What the gate counts. Labels come from closed sets: nothing a client sends is one (N4). */
final class GateMetrics {
    /** Through which door a request came. */
    enum Entry {
        Proxy,
        External,
        WhoAmI,
        Introspect,
        Explain;

        private String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Place[] PLACES = Place.values();

    /** By ordinal: these are counted for every request. */
    private final Counter[] allowed = new Counter[Entry.values().length];

    private final Counter[][] denied = new Counter[Entry.values().length][DenialReason.values().length];
    private final Counter[] refused = new Counter[Refusal.values().length];
    private final Counter[] placed = new Counter[PLACES.length];
    private final Counter streamsClosed;
    private final Counter connectionsRefused;

    GateMetrics(MeterRegistry registry, GateLoad load) {
        for (Entry entry : Entry.values()) {
            allowed[entry.ordinal()] = decisions(registry, entry, "allowed", "none");
            for (DenialReason reason : DenialReason.values()) {
                denied[entry.ordinal()][reason.ordinal()] = decisions(registry, entry, "denied", reason.name());
            }
        }
        for (Refusal refusal : Refusal.values()) {
            refused[refusal.ordinal()] = Counter.builder("apitoken.gate.refusals")
                    .description("Requests the gate could not serve, whoever sent them")
                    .tag("reason", refusal.name())
                    .register(registry);
        }
        for (Place place : PLACES) {
            placed[place.ordinal()] = Counter.builder("apitoken.credentials")
                    .description("Places in which the tokens of allowed requests stood")
                    .tag("place", place.name())
                    .register(registry);
        }
        connectionsRefused = Counter.builder("apitoken.gate.connections.refused")
                .description("Connections closed at once, because too many were open")
                .register(registry);
        streamsClosed = Counter.builder("apitoken.gate.streams.closed")
                .description("Open answers and tunnels ended because their token ended")
                .register(registry);
        Gauge.builder("apitoken.gate.connections", load, GateLoad::connections)
                .description("Client connections now")
                .register(registry);
        Gauge.builder("apitoken.gate.in.flight", load, GateLoad::inFlight)
                .description("Requests with the upstream now, tunnels included")
                .register(registry);
    }

    private static Counter decisions(MeterRegistry registry, Entry entry, String decision, String reason) {
        return Counter.builder("apitoken.decisions")
                .description("Decisions about requests")
                .tag("entry", entry.label())
                .tag("decision", decision)
                .tag("reason", reason)
                .register(registry);
    }

    static void certificate(MeterRegistry registry, TlsContext tls) {
        Gauge.builder(
                        "apitoken.gate.certificate.expiry.timestamp",
                        tls,
                        one -> one.endsAt().getEpochSecond())
                .description("When the certificate of the gated port expires")
                .baseUnit("seconds")
                .register(registry);
    }

    void decided(Entry entry, AccessDecision decision) {
        switch (decision) {
            case Allowed allowedOne -> {
                allowed[entry.ordinal()].increment();
                if (allowedOne.principal().isPresent()) {
                    stood(allowedOne.principal().get().places());
                }
            }
            case Denied deniedOne -> denied[entry.ordinal()][deniedOne.reason().ordinal()].increment();
        }
    }

    private void stood(Set<Place> places) {
        for (Place place : PLACES) {
            if (places.contains(place)) {
                placed[place.ordinal()].increment();
            }
        }
    }

    void connectionRefused() {
        connectionsRefused.increment();
    }

    void refused(Refusal refusal) {
        refused[refusal.ordinal()].increment();
    }

    void streamClosed() {
        streamsClosed.increment();
    }
}
