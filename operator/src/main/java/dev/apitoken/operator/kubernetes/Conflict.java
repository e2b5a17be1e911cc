package dev.apitoken.operator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.function.Supplier;

/** A precondition that failed: somebody else was faster. That is no error; look again and decide anew (rule F3). */
public final class Conflict {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private Conflict() {}

    public static <P extends HasMetadata> UpdateControl<P> retried(Supplier<UpdateControl<P>> reconcile) {
        return retried(() -> {}, reconcile);
    }

    /** @param onConflict is told of each */
    public static <P extends HasMetadata> UpdateControl<P> retried(
            Runnable onConflict, Supplier<UpdateControl<P>> reconcile) {
        try {
            return reconcile.get();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            onConflict.run();
            return UpdateControl.<P>noUpdate().rescheduleAfter(LOOK_AGAIN);
        }
    }
}
