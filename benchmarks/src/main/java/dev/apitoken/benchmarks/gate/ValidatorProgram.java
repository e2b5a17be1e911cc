package dev.apitoken.benchmarks.gate;

import dev.apitoken.acceptance.FreePort;
import dev.apitoken.acceptance.Repository;
import dev.apitoken.benchmarks.sample.Listing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Our validator as its users start it, on one core. */
record ValidatorProgram(Cores cores, Path folder) {
    /**
     * Started, and not waited for.
     *
     * @param javaOptions all of them
     * @param source the value of {@code APITOKEN_SOURCE}
     * @param more settings, the upstream among them
     */
    MeasuredProgram start(String name, List<String> javaOptions, String source, Map<String, String> more) {
        int port = FreePort.next();
        var command = new ArrayList<>(cores.measured);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", Repository.find().program("validator").toString()));
        var settings = new HashMap<>(Map.of(
                "APITOKEN_BIND",
                "127.0.0.1",
                "APITOKEN_POLICY",
                Listing.NAMESPACE + "/" + Listing.POLICY,
                "APITOKEN_SOURCE",
                source,
                "APITOKEN_PORT",
                Integer.toString(port),
                "APITOKEN_MANAGEMENT_PORT",
                Integer.toString(FreePort.next())));
        settings.putAll(more);
        return MeasuredProgram.start(name, command, settings, port, folder);
    }

    static Map<String, String> upstream(int port) {
        return Map.of("APITOKEN_UPSTREAM", "http://127.0.0.1:" + port);
    }

    static String files(Path listing) {
        return "files:" + listing;
    }
}
