package dev.apitoken.testkit.controlplane;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a local control plane is to run.
 *
 * @param auditLog where the API server writes one JSON line per answered request (metadata only, no bodies)
 * @param apiServerFlags added at the end, so they win over the flags set here
 */
public record ControlPlaneOptions(Optional<Path> auditLog, List<String> apiServerFlags) {
    public ControlPlaneOptions {
        apiServerFlags = List.copyOf(apiServerFlags);
    }

    public static ControlPlaneOptions defaults() {
        return new ControlPlaneOptions(Optional.empty(), List.of());
    }

    public ControlPlaneOptions auditLog(Path file) {
        return new ControlPlaneOptions(Optional.of(file), apiServerFlags);
    }

    public ControlPlaneOptions apiServerFlag(String flag) {
        List<String> flags = new ArrayList<>(apiServerFlags);
        flags.add(flag);
        return new ControlPlaneOptions(auditLog, flags);
    }
}
