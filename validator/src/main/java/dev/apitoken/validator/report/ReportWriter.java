package dev.apitoken.validator.report;

import dev.apitoken.crds.ValidatorReport;
import dev.apitoken.validator.index.ApiConnection;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Writes a report with the rights create and patch, and no others. A connection for each: a report a minute is no
 * reason to keep one open, and so renewed credentials are picked up.
 */
final class ReportWriter {
    /** @param detail a status or a kind of fault, never content */
    record Answer(WriteOutcome outcome, String detail) {}

    private final Supplier<Config> config;
    private final ReportTarget target;

    ReportWriter(Supplier<Config> config, ReportTarget target) {
        this.config = config;
        this.target = target;
    }

    /** Never throws but for an interruption: whatever goes wrong here concerns nobody but the report. */
    Answer write(ValidatorReport.Report report, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        try (ApiConnection api = ApiConnection.open(config.get())) {
            int status = patch(api, report, end);
            if (status == HttpURLConnection.HTTP_NOT_FOUND) {
                status = create(api, report, end);
            }
            if (status == HttpURLConnection.HTTP_CONFLICT) {
                status = patch(api, report, end);
            }
            return status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_CREATED
                    ? new Answer(WriteOutcome.Written, "")
                    : new Answer(WriteOutcome.Refused, "status " + status);
        } catch (IOException | TimeoutException e) {
            return new Answer(WriteOutcome.Unreachable, e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            return new Answer(WriteOutcome.Internal, e.getClass().getSimpleName());
        }
    }

    private int patch(ApiConnection api, ValidatorReport.Report report, long end)
            throws IOException, TimeoutException, InterruptedException {
        return send(
                api,
                "PATCH",
                collection() + "/" + target.name(),
                "application/json-patch+json",
                ReportText.patch(target, report),
                end);
    }

    private int create(ApiConnection api, ValidatorReport.Report report, long end)
            throws IOException, TimeoutException, InterruptedException {
        return send(api, "POST", collection(), "application/json", ReportText.create(target, report), end);
    }

    private String collection() {
        return "apis/apitoken.dev/v1alpha1/namespaces/" + target.namespace() + "/validatorreports";
    }

    private static int send(ApiConnection api, String method, String path, String type, byte[] body, long end)
            throws IOException, TimeoutException, InterruptedException {
        var request = api.request(path + "?fieldManager=apitoken-validator")
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofByteArray(body))
                .build();
        try {
            return api.http()
                    .sendAsync(request, BodyHandlers.discarding())
                    .get(end - System.nanoTime(), TimeUnit.NANOSECONDS)
                    .statusCode();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
        }
    }
}
