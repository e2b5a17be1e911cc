package dev.apitoken.validator.credential;

import dev.apitoken.token.Digest;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A text that has the length and the characters of a token. Nothing else is known of it, and it never shows in text.
 */
public final class PresentedCredential {
    private final TokenSpan span;
    private final Set<Place> places;

    PresentedCredential(TokenSpan span, EnumSet<Place> places) {
        this.span = span;
        this.places = Collections.unmodifiableSet(places);
    }

    /** A text from elsewhere than a request's places; empty if no token can look like it. */
    public static Optional<PresentedCredential> of(String text) {
        var span = TokenSpan.of(text, 0, text.length());
        return span.isPlausible()
                ? Optional.of(new PresentedCredential(span, EnumSet.noneOf(Place.class)))
                : Optional.empty();
    }

    /** For the check of its signature, and for nothing else. */
    public String reveal() {
        return span.text();
    }

    public Digest digest() {
        return span.digest();
    }

    public Set<Place> places() {
        return places;
    }

    @Override
    public String toString() {
        return "PresentedCredential" + places;
    }
}
