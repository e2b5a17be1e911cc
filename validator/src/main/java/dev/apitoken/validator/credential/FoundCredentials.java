package dev.apitoken.validator.credential;

import dev.apitoken.token.access.MultipleCredentials;
import dev.apitoken.validator.credential.PresentedCredentials.Ambiguous;
import dev.apitoken.validator.credential.PresentedCredentials.Foreign;
import dev.apitoken.validator.credential.PresentedCredentials.Malformed;
import dev.apitoken.validator.credential.PresentedCredentials.None;
import dev.apitoken.validator.credential.PresentedCredentials.One;
import dev.apitoken.validator.credential.PresentedCredentials.Several;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;

/** Collects what the places hold, then judges how many credentials that is. */
final class FoundCredentials {
    private static final PresentedCredentials NONE = new None();
    private static final PresentedCredentials MALFORMED = new Malformed();
    private static final PresentedCredentials FOREIGN = new Foreign();
    private static final PresentedCredentials AMBIGUOUS = new Ambiguous();

    private final List<Found> found = new ArrayList<>(1);
    private boolean foreign;
    private boolean ambiguous;

    private record Found(Place place, String value) {}

    void add(Place place, String value) {
        // A comma is how a proxy joins repeated fields (RFC 9110 section 5.3); no token has one.
        if (value.indexOf(',') >= 0) {
            ambiguous = true;
        } else {
            found.add(new Found(place, value));
        }
    }

    void addForeign() {
        foreign = true;
    }

    void addRepeated() {
        ambiguous = true;
    }

    PresentedCredentials judge(MultipleCredentials policy) {
        if (ambiguous) {
            return AMBIGUOUS;
        }
        return switch (found.size()) {
            case 0 -> foreign ? FOREIGN : NONE;
            case 1 -> allAsOne();
            default ->
                switch (policy) {
                    case Same -> allEqual() ? allAsOne() : AMBIGUOUS;
                    case Reject -> AMBIGUOUS;
                    case FirstValid -> several();
                };
        };
    }

    private PresentedCredentials allAsOne() {
        String value = found.getFirst().value();
        if (!TokenText.isPlausible(value)) {
            return MALFORMED;
        }
        var places = EnumSet.noneOf(Place.class);
        found.forEach(each -> places.add(each.place()));
        return new One(new PresentedCredential(value, places));
    }

    private boolean allEqual() {
        String first = found.getFirst().value();
        return found.stream().allMatch(other -> TokenText.equal(first, other.value()));
    }

    private PresentedCredentials several() {
        var different = new LinkedHashMap<String, EnumSet<Place>>();
        for (var each : found) {
            if (TokenText.isPlausible(each.value())) {
                different
                        .computeIfAbsent(each.value(), value -> EnumSet.noneOf(Place.class))
                        .add(each.place());
            }
        }
        var credentials = different.entrySet().stream()
                .map(each -> new PresentedCredential(each.getKey(), each.getValue()))
                .toList();
        return switch (credentials.size()) {
            case 0 -> MALFORMED;
            case 1 -> new One(credentials.getFirst());
            default -> new Several(credentials);
        };
    }
}
