package dev.apitoken.operator.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** Why the API server did not give what was asked for, in words for whoever has to put it right. */
final class Unanswered {
    private Unanswered() {}

    /** @param failure its message may quote anything, so only its status counts */
    static String why(@Nullable Throwable failure) {
        return switch (failure) {
            case KubernetesClientException e
            when e.getCode() == HttpURLConnection.HTTP_NOT_FOUND ->
                "the API server does not know them; are the CRDs installed?";
            case KubernetesClientException e
            when e.getCode() == HttpURLConnection.HTTP_FORBIDDEN -> "no right to; are the chart's roles installed?";
            case KubernetesClientException e when e.getCode() > 0 -> "the API server answers HTTP " + e.getCode();
            case null, default -> "the API server does not answer";
        };
    }
}
