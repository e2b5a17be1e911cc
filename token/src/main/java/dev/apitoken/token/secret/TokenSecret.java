package dev.apitoken.token.secret;

import dev.apitoken.token.Digest;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.rotation.RotationReason;
import dev.apitoken.token.rotation.TokenRecord;
import dev.apitoken.token.signing.JwkSet;
import dev.apitoken.token.signing.KeyRing;
import dev.apitoken.token.signing.SignatureCheckException;
import dev.apitoken.token.signing.TokenVerifier;
import dev.apitoken.token.signing.UnverifiedToken;
import dev.apitoken.token.signing.Verification;
import dev.apitoken.token.signing.Verification.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The Secret that holds one ApiToken's token: its items as data, everything else the operator needs as annotations. */
public final class TokenSecret {
    public static final String TYPE = "apitoken.dev/token";

    /** Its value is the name of the ApiToken; the operator watches Secrets with this label only. */
    public static final String LABEL = "apitoken.dev/token";

    private TokenSecret() {}

    /** The same arguments give the same content, so that comparing it tells whether anything must be written. */
    public static SecretContent write(SecretForm form, SignedToken token, TokenRecord record) {
        var data = new TreeMap<String, byte[]>();
        form.items().forEach(item -> data.put(item.key(), item.format().write(token)));
        var labels = new TreeMap<>(form.labels());
        labels.put(LABEL, form.apiToken());
        var annotations = new TreeMap<>(form.annotations());
        TokenAnnotations.write(annotations, form, token, record);
        return new SecretContent(TYPE, labels, annotations, data);
    }

    /**
     * @param items as the spec lists them now; those listed when the Secret was written are known from the Secret
     * @param keys every key of the token's issuer, the same that the plan is made with
     * @param lastRevision as the status remembers it, 0 for none; the higher one counts
     */
    public static StoredToken read(SecretContent content, List<SecretItem> items, JwkSet keys, long lastRevision) {
        var annotations = new TokenAnnotations(content.annotations());
        var revision = Math.max(lastRevision, annotations.revision().orElse(0));
        return Stream.concat(annotations.item().stream(), primary(items).stream())
                .flatMap(item -> token(content, item).stream())
                .findFirst()
                .filter(token ->
                        annotations.digest().map(Digest.of(token)::equals).orElse(true))
                .flatMap(token -> signed(token, keys))
                .<StoredToken>map(token -> new StoredToken.Intact(token, annotations.record(Math.max(revision, 1))))
                .orElseGet(() -> new StoredToken.Damaged(revision));
    }

    /** With the keys of a whole ring. */
    public static StoredToken read(SecretContent content, List<SecretItem> items, KeyRing ring, long lastRevision) {
        return read(content, items, ring.allKeys(), lastRevision);
    }

    /** The UID of the ApiToken that this Secret was written for. */
    public static Optional<String> issuedFor(SecretContent content) {
        return new TokenAnnotations(content.annotations()).issuedFor();
    }

    /** Why the token in it was issued, if somebody noted it. */
    public static Optional<RotationReason> reason(SecretContent content) {
        return new TokenAnnotations(content.annotations()).reason();
    }

    /** The same content with the reason noted, so that a report can be made from the Secret alone. */
    public static SecretContent explained(SecretContent content, RotationReason reason) {
        var annotations = new TreeMap<>(content.annotations());
        TokenAnnotations.explain(annotations, reason);
        return new SecretContent(content.type(), content.labels(), annotations, content.data());
    }

    /** What is still to be restarted on account of the token in it; made up by anybody who may write the Secret. */
    public static SortedSet<String> restartsDue(SecretContent content) {
        return new TokenAnnotations(content.annotations()).restartsDue();
    }

    /**
     * The same content with what is to be restarted noted beside the token, in one write with it: so that no restart is
     * lost, and none is made twice (rule A16).
     *
     * @param due words without spaces
     */
    public static SecretContent restartsNoted(SecretContent content, SortedSet<String> due) {
        var annotations = new TreeMap<>(content.annotations());
        TokenAnnotations.noteRestarts(annotations, due);
        return new SecretContent(content.type(), content.labels(), annotations, content.data());
    }

    /** The same content, its token marked as ended for good: for a Secret that outlives its ApiToken. */
    public static SecretContent ended(SecretContent content, Instant end) {
        var annotations = new TreeMap<>(content.annotations());
        TokenAnnotations.end(annotations, end);
        return new SecretContent(content.type(), content.labels(), annotations, content.data());
    }

    /** The item that the token is read from: the first bare one, else the first. */
    static Optional<SecretItem> primary(List<SecretItem> items) {
        return items.stream()
                .filter(item -> item.format() == ItemFormat.Token)
                .findFirst()
                .or(() -> items.stream().findFirst());
    }

    private static Optional<String> token(SecretContent content, SecretItem item) {
        return Optional.ofNullable(content.data().get(item.key())).flatMap(item.format()::read);
    }

    private static Optional<SignedToken> signed(String token, JwkSet keys) {
        return switch (TokenVerifier.verify(token, keys)) {
            case Verification.Verified(var claims, var keyId) -> Optional.of(new SignedToken(token, claims, keyId));
            case Verification.Refused(var reason)
            when reason == Refusal.UnknownKey ->
                UnverifiedToken.read(token).map(said -> new SignedToken(token, said.claims(), said.keyId()));
            // Minting anew would not cure a platform that cannot check signatures.
            case Verification.Refused(var reason) when reason == Refusal.Failure -> throw new SignatureCheckException();
            case Verification.Refused refused -> Optional.empty();
        };
    }
}
