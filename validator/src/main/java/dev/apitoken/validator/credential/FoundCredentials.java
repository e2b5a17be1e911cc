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
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what the places hold, then judges how many credentials that is. */
final class FoundCredentials {
    private static final PresentedCredentials NONE = new None();
    private static final PresentedCredentials MALFORMED = new Malformed();
    private static final PresentedCredentials FOREIGN = new Foreign();
    private static final PresentedCredentials AMBIGUOUS = new Ambiguous();

    private final List<Found> found = new ArrayList<>(1);
    private boolean foreign;
    private @Nullable EnumSet<Place> ambiguous;

    private record Found(Place place, TokenSpan value) {}

    void add(Place place, TokenSpan value) {
        // A comma is how a proxy joins repeated fields (RFC 9110 section 5.3); no token has one.
        if (value.holds(',')) {
            addRepeated(place);
        } else {
            found.add(new Found(place, value));
        }
    }

    void addForeign() {
        foreign = true;
    }

    void addRepeated(Place place) {
        if (ambiguous == null) {
            ambiguous = EnumSet.of(place);
        } else {
            ambiguous.add(place);
        }
    }

    /** Every place that holds something, whatever it is. */
    Set<Place> places() {
        var places = ambiguous == null ? EnumSet.noneOf(Place.class) : EnumSet.copyOf(ambiguous);
        found.forEach(each -> places.add(each.place()));
        return places;
    }

    PresentedCredentials judge(MultipleCredentials policy) {
        if (ambiguous != null) {
            return AMBIGUOUS;
        }
        if (found.isEmpty()) {
            return foreign ? FOREIGN : NONE;
        }
        if (found.size() == 1) {
            return allAsOne();
        }
        return switch (policy) {
            case Same -> allAlike() ? allAsOne() : AMBIGUOUS;
            case Reject -> AMBIGUOUS;
            case FirstValid -> several();
        };
    }

    private boolean allAlike() {
        var first = found.getFirst().value();
        return found.stream().allMatch(each -> first.sameAs(each.value()));
    }

    private PresentedCredentials allAsOne() {
        var value = found.getFirst().value();
        return value.isPlausible() ? new One(credential(value)) : MALFORMED;
    }

    private PresentedCredentials several() {
        var different = new ArrayList<TokenSpan>();
        for (var each : found) {
            if (each.value().isPlausible() && different.stream().noneMatch(each.value()::sameAs)) {
                different.add(each.value());
            }
        }
        return switch (different.size()) {
            case 0 -> MALFORMED;
            case 1 -> new One(credential(different.getFirst()));
            default -> new Several(different.stream().map(this::credential).toList());
        };
    }

    private PresentedCredential credential(TokenSpan value) {
        var places = EnumSet.noneOf(Place.class);
        for (var each : found) {
            if (each.value().sameAs(value)) {
                places.add(each.place());
            }
        }
        return new PresentedCredential(value, places);
    }
}
