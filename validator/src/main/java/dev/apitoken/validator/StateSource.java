package dev.apitoken.validator;

import java.nio.file.Path;

/** Where the access document of the policy comes from. */
public sealed interface StateSource {
    /** A watch of the policy's access Secrets. */
    record Kubernetes() implements StateSource {}

    /** A mounted Secret or a plain folder; no API access at all. */
    record Files(Path folder) implements StateSource {}
}
