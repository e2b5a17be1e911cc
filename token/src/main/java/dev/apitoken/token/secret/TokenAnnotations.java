package dev.apitoken.token.secret;

import dev.apitoken.token.Digest;
import dev.apitoken.token.SignedToken;
import dev.apitoken.token.TokenDuration;
import dev.apitoken.token.rotation.RotationReason;
import dev.apitoken.token.rotation.TokenRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The annotations of a token Secret. Anybody who may write the Secret may alter them, so each is read by itself and
 * counts as absent when it makes no sense: an altered one is repaired, it does not cost the token (rule B6).
 */
final class TokenAnnotations {
    private static final String REVISION = "apitoken.dev/revision";
    private static final String ISSUED_FOR = "apitoken.dev/issued-for";
    private static final String REQUESTED_VALIDITY = "apitoken.dev/requested-validity";
    private static final String ENDS_AT = "apitoken.dev/ends-at";
    private static final String PREVIOUS = "apitoken.dev/previous";
    /** Of the token beside it: another good token of ours put in its place, a rotated one for instance, shows. */
    private static final String DIGEST = "apitoken.dev/digest";
    /** Key and format of the item to read the token from, so that a change of items does not look like a loss. */
    private static final String ITEM = "apitoken.dev/item";

    /** Why the token was issued: for reports only, nothing is decided by it. */
    private static final String REASON = "apitoken.dev/reason";

    /** Workloads still to be restarted on account of the token beside it, separated by spaces. */
    private static final String RESTARTS_DUE = "apitoken.dev/restarts-due";

    private final Map<String, String> annotations;

    TokenAnnotations(Map<String, String> annotations) {
        this.annotations = annotations;
    }

    static void write(SortedMap<String, String> to, SecretForm form, SignedToken token, TokenRecord record) {
        to.put(REVISION, Long.toString(record.revision()));
        to.put(ISSUED_FOR, form.uid());
        to.put(DIGEST, token.digest().hex());
        TokenSecret.primary(form.items()).ifPresent(item -> to.put(ITEM, item.format() + " " + item.key()));
        record.requestedValidity().ifPresent(validity -> to.put(REQUESTED_VALIDITY, TokenDuration.format(validity)));
        record.endsAt().ifPresent(end -> to.put(ENDS_AT, end.toString()));
        record.previous().ifPresent(previous -> to.put(PREVIOUS, PreviousTokenJson.write(previous)));
    }

    static void end(SortedMap<String, String> to, Instant end) {
        to.merge(ENDS_AT, end.toString(), TokenAnnotations::earlier);
    }

    private static String earlier(String known, String end) {
        return parsed(known, Instant::parse)
                .filter(instant -> instant.isBefore(Instant.parse(end)))
                .map(Instant::toString)
                .orElse(end);
    }

    static void explain(SortedMap<String, String> to, RotationReason reason) {
        to.put(REASON, reason.name());
    }

    static void noteRestarts(SortedMap<String, String> to, SortedSet<String> due) {
        if (due.isEmpty()) {
            to.remove(RESTARTS_DUE);
        } else {
            to.put(RESTARTS_DUE, String.join(" ", due));
        }
    }

    SortedSet<String> restartsDue() {
        return read(RESTARTS_DUE, text -> new TreeSet<>(List.of(text.strip().split(" +"))))
                .orElseGet(TreeSet::new);
    }

    Optional<RotationReason> reason() {
        return read(REASON, RotationReason::valueOf);
    }

    TokenRecord record(long revision) {
        return new TokenRecord(
                revision,
                read(REQUESTED_VALIDITY, TokenDuration::parse),
                read(ENDS_AT, Instant::parse),
                read(PREVIOUS, PreviousTokenJson::read));
    }

    OptionalLong revision() {
        return read(REVISION, Long::parseLong)
                .filter(revision -> revision >= 1 && revision < TokenRecord.MAX_REVISION)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    Optional<String> issuedFor() {
        return read(ISSUED_FOR, uid -> uid);
    }

    Optional<Digest> digest() {
        return read(DIGEST, Digest::fromHex);
    }

    Optional<SecretItem> item() {
        return read(ITEM, text -> {
            var words = text.split(" ", 2);
            return new SecretItem(words[1], ItemFormat.valueOf(words[0]));
        });
    }

    private <T> Optional<T> read(String name, Function<String, T> reader) {
        return Optional.ofNullable(annotations.get(name)).flatMap(text -> parsed(text, reader));
    }

    private static <T> Optional<T> parsed(String text, Function<String, T> reader) {
        try {
            return Optional.of(reader.apply(text));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
