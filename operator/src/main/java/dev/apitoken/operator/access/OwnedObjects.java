package dev.apitoken.operator.access;

import dev.apitoken.operator.access.WriteOutcome.Done;
import dev.apitoken.operator.access.WriteOutcome.Foreign;
import dev.apitoken.operator.access.WriteOutcome.Stale;
import dev.apitoken.operator.kubernetes.ObjectName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Writes objects of one kind that belong to policies; each write carries a precondition, none is blind. */
final class OwnedObjects<T extends HasMetadata> {
    private final KubernetesClient client;
    private final OwnWrites<T> known;
    private final BiPredicate<Ownership, T> isOurs;
    private final BiPredicate<T, T> isFixed;

    /**
     * @param isOurs whether an object of the right name is one that we made for this policy
     * @param isFixed whether the API server will not let the first become the second, so that it must be made anew
     */
    OwnedObjects(
            KubernetesClient client, OwnWrites<T> known, BiPredicate<Ownership, T> isOurs, BiPredicate<T, T> isFixed) {
        this.client = client;
        this.known = known;
        this.isOurs = isOurs;
        this.isFixed = isFixed;
    }

    Optional<T> newest(ObjectName name) {
        return known.newest(name);
    }

    /**
     * Whether somebody else's object has a name. Asks the API server where the watch shows nothing: it shows none of
     * theirs.
     */
    boolean isForeign(Ownership owner, T ofThatName) {
        return known.newest(ObjectName.of(ofThatName))
                .or(() -> Optional.ofNullable(client.resource(ofThatName).get()))
                .filter(there -> !isOurs.test(owner, there))
                .isPresent();
    }

    /** Creates it, or replaces the one that is known. */
    WriteOutcome put(Ownership owner, T wanted) {
        var there = known.newest(ObjectName.of(wanted));
        try {
            return there.isPresent() ? replace(owner, there.get(), wanted) : create(owner, wanted);
        } catch (KubernetesClientException e) {
            return staleOrThrow(ObjectName.of(wanted), e);
        }
    }

    WriteOutcome delete(Ownership owner, T there) {
        if (!isOurs.test(owner, there)) {
            return new Foreign();
        }
        try {
            client.resource(there)
                    .lockResourceVersion(there.getMetadata().getResourceVersion())
                    .delete();
            known.isGone(ObjectName.of(there));
            return new Done();
        } catch (KubernetesClientException e) {
            return staleOrThrow(ObjectName.of(there), e);
        }
    }

    private WriteOutcome create(Ownership owner, T wanted) {
        try {
            known.wrote(client.resource(wanted).create());
            return new Done();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return replaceUnseen(owner, wanted);
        }
    }

    /**
     * Something of this name is there and our watch does not show it: a foreign object, one of ours that somebody took
     * our label from, or a watch that lags. Only the second may be written, and only it is not coming by itself.
     */
    private WriteOutcome replaceUnseen(Ownership owner, T wanted) {
        T there = client.resource(wanted).get();
        if (there == null) {
            return new Stale();
        }
        boolean watched = labels(there).entrySet().containsAll(labels(wanted).entrySet());
        return watched && isOurs.test(owner, there) ? new Stale() : replace(owner, there, wanted);
    }

    private WriteOutcome replace(Ownership owner, T there, T wanted) {
        if (!isOurs.test(owner, there)) {
            return new Foreign();
        }
        if (isFixed.test(there, wanted)) {
            return delete(owner, there) instanceof Done ? create(owner, wanted) : new Stale();
        }
        var metadata = wanted.getMetadata();
        metadata.setLabels(merged(labels(there), labels(wanted)));
        metadata.setAnnotations(merged(annotations(there), annotations(wanted)));
        metadata.setUid(there.getMetadata().getUid());
        metadata.setResourceVersion(there.getMetadata().getResourceVersion());
        known.wrote(client.resource(wanted).update());
        return new Done();
    }

    private WriteOutcome staleOrThrow(ObjectName name, KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
            known.isGone(name);
            return new Stale();
        }
        if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
            return new Stale();
        }
        throw e;
    }

    private static HashMap<String, String> merged(Map<String, String> theirs, Map<String, String> ours) {
        var merged = new HashMap<>(theirs);
        merged.putAll(ours);
        return merged;
    }

    private static Map<String, String> labels(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
    }

    private static Map<String, String> annotations(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
    }
}
