package dev.apitoken.benchmarks.gate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the other gates are: in the folder that {@code benchmarks/install-peers} fills, or where programs are found. */
record PeerPrograms(Path installed, String searchPath) {
    /** As the system's packages put them; {@code sbin} is not on everybody's path. */
    private static final String SYSTEM = "/usr/sbin:/usr/local/sbin";

    Optional<Path> find(String program) {
        return Stream.concat(
                        Stream.of(installed),
                        Arrays.stream((searchPath + ":" + SYSTEM).split(":", -1))
                                .map(Path::of))
                .map(folder -> folder.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
