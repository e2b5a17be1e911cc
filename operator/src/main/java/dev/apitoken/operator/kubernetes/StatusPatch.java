package dev.apitoken.operator.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.Objects;

/**
 * Writes a status, always whole and only when it changed: with server-side apply a member left out is a member deleted.
 */
public final class StatusPatch {
    private StatusPatch() {}

    /** @param empty a new object of the same kind, to carry nothing but name and status */
    public static <S, R extends CustomResource<?, S>> UpdateControl<R> of(R seen, S status, R empty) {
        if (Objects.equals(seen.getStatus(), status)) {
            return UpdateControl.noUpdate();
        }
        var metadata = seen.getMetadata();
        // The UID keeps the status of one object from being written to its namesake, made after it was deleted.
        empty.setMetadata(new ObjectMetaBuilder()
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .build());
        empty.setStatus(status);
        return UpdateControl.patchStatus(empty);
    }
}
