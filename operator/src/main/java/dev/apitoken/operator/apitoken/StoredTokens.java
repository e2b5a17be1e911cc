package dev.apitoken.operator.apitoken;

import dev.apitoken.operator.kubernetes.ObjectName;
import dev.apitoken.operator.kubernetes.SecretObject;
import dev.apitoken.operator.kubernetes.Watch;
import dev.apitoken.token.secret.SecretItem;
import dev.apitoken.token.secret.StoredToken;
import dev.apitoken.token.secret.TokenSecret;
import dev.apitoken.token.signing.PublishedKeys;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads token Secrets; each version of each is checked once, for a signature costs about a millisecond. */
final class StoredTokens {
    private record Question(String resourceVersion, List<SecretItem> items, PublishedKeys keys, long lastRevision) {}

    private record Answer(Question question, StoredToken token) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    StoredTokens(Watch<Secret> secrets) {
        secrets.onChange(secret -> {
            if (secrets.get(ObjectName.of(secret)).isEmpty()) {
                answers.remove(secret.getMetadata().getUid());
            }
        });
    }

    StoredToken read(Secret secret, List<SecretItem> items, PublishedKeys keys, long lastRevision) {
        var question = new Question(secret.getMetadata().getResourceVersion(), items, keys, lastRevision);
        var known = answers.get(secret.getMetadata().getUid());
        if (known != null && known.question().equals(question)) {
            return known.token();
        }
        var token = TokenSecret.read(SecretObject.content(secret), items, keys.known(), lastRevision);
        answers.put(secret.getMetadata().getUid(), new Answer(question, token));
        return token;
    }
}
