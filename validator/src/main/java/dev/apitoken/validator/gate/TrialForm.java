package dev.apitoken.validator.gate;

import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.validator.credential.Place;
import dev.apitoken.validator.decision.Trial;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code /apitoken/explain} is asked, see docs/reference/explain.md.
 *
 * @param token in question, as it was sent
 * @param source empty: not said
 */
record TrialForm(String token, Place place, Optional<IpAddress> source, Trial trial) {
    /** @return empty: a field stands there twice, or cannot be read, or there is no token */
    static Optional<TrialForm> read(Map<String, List<String>> form, PolicySettings policy) {
        if (form.values().stream().anyMatch(values -> values.size() != 1)) {
            return Optional.empty();
        }
        Optional<IpAddress> source = text(form, "source").flatMap(IpAddress::read);
        String method = text(form, "method").orElse("GET");
        if (text(form, "source").isPresent() && source.isEmpty() || !HeadCheck.isMethod(method)) {
            return Optional.empty();
        }
        String target = text(form, "path").orElse("/");
        return text(form, "token")
                .flatMap(token -> place(form, policy)
                        .flatMap(place -> Trial.of(token, place, method, target, source, policy.credentials())
                                .map(trial -> new TrialForm(token, place, source, trial))));
    }

    private static Optional<Place> place(Map<String, List<String>> form, PolicySettings policy) {
        Optional<String> said = text(form, "place");
        return said.isEmpty()
                ? Trial.usualPlace(policy.credentials())
                : said.flatMap(name -> List.of(Place.values()).stream()
                        .filter(place -> place.name().equals(name))
                        .findFirst());
    }

    private static Optional<String> text(Map<String, List<String>> form, String field) {
        return form.getOrDefault(field, List.of()).stream().findFirst();
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "TrialForm[" + trial + "]";
    }
}
