package dev.apitoken.operator.report;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.util.List;
import java.util.Optional;

/** The live validators of one policy and what each has applied. */
public record Gates(List<Gate> gates) {
    public static final Gates NONE = new Gates(List.of());

    /**
     * @param report which object says so
     * @param revision 0: none yet
     */
    public record Gate(ObjectName report, long revision) {
        /** A validator ahead of what is written has no ear for it: it takes it for old. */
        boolean hasApplied(long wanted, long written) {
            return revision > 0 && revision >= wanted && revision <= written;
        }
    }

    public Gates {
        gates = List.copyOf(gates);
    }

    static Gates of(List<SeenReport> live) {
        return new Gates(live.stream()
                .map(report -> new Gate(report.name(), report.revision()))
                .toList());
    }

    public long reporting() {
        return gates.size();
    }

    /** @param written what the head says now */
    public long upToDate(long written) {
        return gates.stream().filter(gate -> gate.hasApplied(written, written)).count();
    }

    /** The first by name that has not applied a revision, or is beyond the one that is written. */
    public Optional<Gate> without(long revision, long written) {
        return gates.stream()
                .filter(gate -> !gate.hasApplied(revision, written))
                .findFirst();
    }

    public long highest() {
        return gates.stream().mapToLong(Gate::revision).max().orElse(0);
    }

    /** 0 when there are none. */
    long lowest() {
        return gates.stream().mapToLong(Gate::revision).min().orElse(0);
    }
}
