package dev.apitoken.operator.apitoken;

import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.token.secret.SecretItem;
import dev.apitoken.token.secret.StoredToken;
import dev.apitoken.token.secret.TokenSecret;
import dev.apitoken.token.signing.KeyId;
import dev.apitoken.token.signing.PublishedKeys;
import dev.apitoken.token.signing.VerificationKey;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads token Secrets; each version of each is checked once, for a signature costs about a millisecond: a new key of an
 * issuer with a hundred thousand tokens must not cost a hundred thousand of them, with ends waiting behind.
 */
final class StoredTokens {
    private record Question(String resourceVersion, List<SecretItem> items, PublishedKeys keys) {
        boolean isAboutTheSameSecretAs(Question other) {
            return resourceVersion.equals(other.resourceVersion) && items.equals(other.items);
        }

        Optional<VerificationKey> key(KeyId id) {
            return Optional.ofNullable(keys.known().keys().get(id));
        }
    }

    private record Answer(Question question, StoredToken token) {
        /** Other keys that come or go leave the check by the one that signed as it was. */
        boolean answers(Question now) {
            return question.equals(now)
                    || (question.isAboutTheSameSecretAs(now)
                            && token instanceof StoredToken.Intact intact
                            && now.key(intact.token().keyId()).isPresent()
                            && now.key(intact.token().keyId())
                                    .equals(question.key(intact.token().keyId())));
        }
    }

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    StoredTokens(Watch<Secret> secrets) {
        secrets.onChange(secret -> {
            if (secrets.get(ObjectName.of(secret)).isEmpty()) {
                answers.remove(secret.getMetadata().getUid());
            }
        });
    }

    /** @param lastRevision as the status remembers it, 0 for none; the higher one counts */
    StoredToken read(Secret secret, List<SecretItem> items, PublishedKeys keys, long lastRevision) {
        return switch (read(secret, items, keys)) {
            case StoredToken.Intact intact when intact.record().revision() >= lastRevision -> intact;
            case StoredToken.Intact(var token, var record) ->
                new StoredToken.Intact(token, record.atLeast(lastRevision));
            case StoredToken.Damaged(var revision) -> new StoredToken.Damaged(Math.max(revision, lastRevision));
        };
    }

    private StoredToken read(Secret secret, List<SecretItem> items, PublishedKeys keys) {
        var question = new Question(secret.getMetadata().getResourceVersion(), items, keys);
        var known = answers.get(secret.getMetadata().getUid());
        if (known != null && known.answers(question)) {
            return known.token();
        }
        var token = TokenSecret.read(SecretObject.content(secret), items, keys.known(), 0);
        answers.put(secret.getMetadata().getUid(), new Answer(question, token));
        return token;
    }
}
