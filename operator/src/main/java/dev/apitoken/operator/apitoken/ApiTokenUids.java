package dev.apitoken.operator.apitoken;

import dev.apitoken.crds.ApiToken;
import dev.apitoken.operator.kubernetes.Watch;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which ApiTokens there are, and which of them this operator saw go, by UID. */
public final class ApiTokenUids {
    /** UIDs of deleted ApiTokens; the oldest is forgotten first. */
    static final int REMEMBERED = 10_000;

    /** Bears it while its dependents are set free: {@code kubectl delete --cascade=orphan}. */
    private static final String ORPHANING = "orphan";

    private final Watch<ApiToken> apiTokens;
    private final Set<String> orphaning = new HashSet<>();
    private final Map<String, Boolean> deleted = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** @param apiTokens findable by {@link #keyOf} */
    ApiTokenUids(Watch<ApiToken> apiTokens) {
        this.apiTokens = apiTokens;
        apiTokens.onChange(this::seen);
    }

    public static String keyOf(ApiToken token) {
        return key(token.getMetadata().getUid());
    }

    boolean isPresent(String uid) {
        return !apiTokens.underKey(key(uid)).isEmpty();
    }

    /** Whether it was deleted, and not with the wish that its Secret goes on without it. */
    synchronized boolean isDeleted(String uid) {
        return deleted.containsKey(uid);
    }

    private synchronized void seen(ApiToken token) {
        String uid = token.getMetadata().getUid();
        if (!isPresent(uid)) {
            if (!orphaning.remove(uid)) {
                deleted.put(uid, true);
            }
        } else if (token.getMetadata().getFinalizers().contains(ORPHANING)) {
            orphaning.add(uid);
        }
    }

    private static String key(String uid) {
        return "uid/" + uid;
    }
}
