package dev.apitoken.validator.decision;

import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.TokenEntry;
import dev.apitoken.validator.credential.CredentialReader;
import dev.apitoken.validator.credential.Place;
import dev.apitoken.validator.credential.PresentedCredential;
import dev.apitoken.validator.credential.PresentedCredentials.Ambiguous;
import dev.apitoken.validator.credential.PresentedCredentials.Foreign;
import dev.apitoken.validator.credential.PresentedCredentials.Malformed;
import dev.apitoken.validator.credential.PresentedCredentials.None;
import dev.apitoken.validator.credential.PresentedCredentials.One;
import dev.apitoken.validator.credential.PresentedCredentials.Several;
import dev.apitoken.validator.decision.AccessDecision.Denied;
import dev.apitoken.validator.decision.Authentication.Known;
import dev.apitoken.validator.decision.Authentication.NotKnown;
import dev.apitoken.validator.index.AccessIndex;
import dev.apitoken.validator.index.ListedToken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From what a request presents to who it is, in the order of cost: nothing presented is believed before it is found. */
final class Authenticator {
    private static final Set<Place> COOKIE_ONLY = Set.of(Place.ApiKeyCookie);

    private final Request request;
    private final AccessIndex index;
    private final Optional<IpAddress> client;
    private final Instant now;

    Authenticator(Request request, AccessIndex index, Optional<IpAddress> client, Instant now) {
        this.request = request;
        this.index = index;
        this.client = client;
        this.now = now;
    }

    Authentication authenticate() {
        var policy = index.policy();
        return switch (CredentialReader.read(request::headers, policy.credentials(), policy.multipleCredentials())) {
            case None() -> refused(DenialReason.NoCredential, false);
            case Foreign() -> refused(DenialReason.MalformedCredential, false);
            case Malformed() -> refused(DenialReason.MalformedCredential, true);
            case Ambiguous() -> refused(DenialReason.AmbiguousCredential, true);
            case One(var credential) -> authenticate(credential);
            case Several(var credentials) -> authenticate(credentials);
        };
    }

    /** The first that verifies is the identity for all that follows; if none does, the first one's reason counts. */
    private Authentication authenticate(List<PresentedCredential> credentials) {
        for (var credential : credentials) {
            var listed = index.find(credential.digest());
            if (listed.isPresent() && doubt(listed.get(), credential).isEmpty()) {
                return judged(listed.get(), credential);
            }
        }
        return authenticate(credentials.getFirst());
    }

    private Authentication authenticate(PresentedCredential credential) {
        var listed = index.find(credential.digest());
        if (listed.isEmpty()) {
            return refused(DenialReason.UnknownToken, true);
        }
        var doubt = doubt(listed.get(), credential);
        return doubt.isPresent() ? refused(doubt.get(), listed.get()) : judged(listed.get(), credential);
    }

    private Optional<DenialReason> doubt(ListedToken listed, PresentedCredential credential) {
        return LiveCheck.doubt(listed, credential, index, now);
    }

    /** A live token: whether it may be used from there and in that way. */
    private Authentication judged(ListedToken listed, PresentedCredential credential) {
        var entry = listed.entry();
        if (entry.sources().isPresent()
                && (client.isEmpty() || !entry.sources().get().admits(client.get()))) {
            return refused(DenialReason.SourceDenied, listed);
        }
        if (index.policy().cookieRequiresSameOrigin()
                && credential.places().equals(COOKIE_ONLY)
                && SameOrigin.isNeededFor(request.method(), request::headers)
                && !SameOrigin.isGivenBy(request::headers)) {
            return refused(DenialReason.CrossSiteCookie, listed);
        }
        return new Known(principal(listed, credential));
    }

    private static Principal principal(ListedToken listed, PresentedCredential credential) {
        TokenEntry entry = listed.entry();
        return new Principal(
                entry.digest(),
                entry.id(),
                listed.signedBy().orElseThrow(),
                credential.places(),
                entry.user(),
                entry.namespace(),
                entry.roles(),
                entry.acceptedUntil());
    }

    private static Authentication refused(DenialReason reason, boolean credentialPresented) {
        return new NotKnown(new Denied(reason, credentialPresented, Optional.empty()));
    }

    private static Authentication refused(DenialReason reason, ListedToken listed) {
        return new NotKnown(new Denied(reason, true, Optional.of(KnownToken.of(listed))));
    }
}
