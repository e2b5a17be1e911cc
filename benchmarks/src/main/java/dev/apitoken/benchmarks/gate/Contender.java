package dev.apitoken.benchmarks.gate;

import dev.apitoken.benchmarks.load.Workload;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * One line of the comparison: who is asked, what, and whose CPU that takes.
 *
 * @param programs the one that is asked first; a gate that asks another one pays for both
 * @param checks whether it is meant to refuse bad tokens
 */
record Contender(String name, List<MeasuredProgram> programs, Workload workload, boolean checks) {
    Contender {
        programs = List.copyOf(programs);
    }

    InetSocketAddress address() {
        return RawCall.loopback(port());
    }

    int port() {
        return programs.getFirst().port();
    }

    boolean hasJvm() {
        return programs.stream().anyMatch(MeasuredProgram::isJvm);
    }

    Duration cpu() {
        return programs.stream().map(MeasuredProgram::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    ResidentMemory memory() {
        return programs.stream().map(MeasuredProgram::memory).reduce(new ResidentMemory(0, 0), ResidentMemory::and);
    }
}
