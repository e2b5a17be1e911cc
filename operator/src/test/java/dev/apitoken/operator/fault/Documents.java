package dev.apitoken.operator.fault;

import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.testkit.fault.Recorded;
import dev.apitoken.testkit.fault.Verb;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.secret.AccessReading;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.TokenSecret;
import dev.apitoken.token.secret.UnreadableAccessException;
import dev.apitoken.token.signing.UnverifiedToken;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the Secrets of a record say: which tokens there ever were, and what validators were ever told. */
final class Documents {
    private Documents() {}

    /** The ids of all tokens that ever stood in a token Secret, in the order of the writes. */
    static Set<String> tokenIds(List<Recorded> committed) {
        return secrets(committed, TokenSecret.TYPE)
                .flatMap(secret -> Stream.ofNullable(secret.getData()))
                .flatMap(data -> Stream.ofNullable(data.get("token")))
                .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))
                .flatMap(token -> UnverifiedToken.read(token).stream())
                .map(token -> token.claims().id().value())
                .collect(LinkedHashSet::new, Set::add, Set::addAll);
    }

    /** Every access document that was ever written; of one shard. */
    static List<AccessDocument> accessDocuments(List<Recorded> committed) {
        return secrets(committed, AccessSecret.TYPE).map(Documents::read).toList();
    }

    /** A document that is one Secret alone. */
    static AccessDocument read(Secret secret) {
        try {
            var content = SecretObject.content(secret);
            var reading = AccessSecret.read(
                    AccessSecret.readHead(content), Map.of(secret.getMetadata().getName(), content));
            if (reading instanceof AccessReading.Whole(var document, var shards)) {
                return document;
            }
            throw new AssertionError("not whole: " + secret.getMetadata().getName());
        } catch (UnreadableAccessException e) {
            throw new AssertionError("not readable: " + secret.getMetadata().getName(), e);
        }
    }

    private static Stream<Secret> secrets(List<Recorded> committed, String type) {
        return committed.stream()
                .filter(recorded -> recorded.call().resource().equals("secrets"))
                .filter(recorded -> recorded.call().verb() != Verb.delete)
                .map(recorded -> Serialization.jsonMapper().convertValue(recorded.answer(), Secret.class))
                .filter(secret -> type.equals(secret.getType()));
    }
}
