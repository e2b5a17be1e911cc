package dev.apitoken.operator.issuer;

import dev.apitoken.operator.kubernetes.EventRecorder;
import dev.apitoken.operator.kubernetes.EventRecorder.Type;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.KeyState;
import dev.apitoken.token.signing.RingKey;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** Events of issuers: one for each step in the life of a key. Key ids only, never a key. */
final class IssuerEvents {
    /** Spelled as users see it; docs/reference/events-and-conditions.md. */
    enum Reason {
        KeyPublished,
        KeyActivated,
        KeyRetiring,
        KeyCompromised,
        KeyRemoved,
        TokensReissued
    }

    private final EventRecorder recorder;

    IssuerEvents(EventRecorder recorder) {
        this.recorder = recorder;
    }

    void changed(HasMetadata issuer, KeyRing before, KeyRing after) {
        after.keys().stream()
                .filter(key -> !key.state().equals(before.states().get(key.id())))
                .forEach(key -> entered(issuer, key));
        before.keys().stream()
                .filter(key -> after.find(key.id()).isEmpty())
                .forEach(key -> send(issuer, key, Type.Normal, Reason.KeyRemoved, "is removed: no token needs it"));
    }

    /** The last token of a compromised key was issued anew. */
    void reissued(HasMetadata issuer, String keyId) {
        recorder.send(
                issuer,
                Type.Normal,
                Reason.TokensReissued,
                "Reissue",
                "no token of compromised key " + keyId + " is left to be issued anew",
                keyId);
    }

    private void entered(HasMetadata issuer, RingKey key) {
        switch (key.state()) {
            case KeyState.Pending ->
                send(issuer, key, Type.Normal, Reason.KeyPublished, "is published and will sign later");
            case KeyState.Active -> send(issuer, key, Type.Normal, Reason.KeyActivated, "signs from now on");
            case KeyState.Retiring ->
                send(issuer, key, Type.Normal, Reason.KeyRetiring, "signs no more; its tokens stay accepted");
            case KeyState.Compromised ->
                send(
                        issuer,
                        key,
                        Type.Warning,
                        Reason.KeyCompromised,
                        "is compromised: its tokens are refused from now on and issued anew with another key");
        }
    }

    private void send(HasMetadata issuer, RingKey key, Type type, Reason reason, String what) {
        String note = "key " + key.id() + " (" + key.key().algorithm() + ") " + what;
        recorder.send(issuer, type, reason, "RollOver", note, key.id().value());
    }
}
