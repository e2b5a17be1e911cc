package dev.apitoken.benchmarks.scale;

import dev.apitoken.benchmarks.Machine;
import dev.apitoken.benchmarks.Spread;
import java.util.List;
import java.util.Map;

/**
 * One run, as it is kept in benchmarks/results. Names say their units; requests are the operator's, by verb and resource.
 *
 * @param tokens beside the {@code spares}, which are ended and revived
 * @param policies each lists the tokens of its namespace
 * @param heapLimitMiB the operator would have ended beyond it
 */
record ScaleResult(
        String measuredAt,
        String version,
        String kubernetes,
        Machine machine,
        int tokens,
        int spares,
        int policies,
        int heapLimitMiB,
        double tokensCreatedPerSecond,
        Minting minting,
        Rest rest,
        ColdStart coldStart,
        Spread endsAtRest,
        Storm storm,
        GateEnds gate,
        List<Memory> memory) {

    /**
     * All tokens are there when the operator starts for the first time.
     *
     * @param secretsSeconds from the start of the process to the last token Secret
     * @param allSeconds to the last write of any kind, statuses included
     */
    record Minting(
            double secretsSeconds,
            double allSeconds,
            double tokensPerSecond,
            double operatorCpuSeconds,
            Map<String, Long> requests,
            Spread apiLatency) {}

    /** @param leaseWrites the heartbeat of leader election, not among the writes */
    record Rest(double seconds, long writes, long leaseWrites, double cpuPercentOfACore) {}

    /** @param calmSeconds to the end of the work that follows readiness */
    record ColdStart(double readySeconds, double calmSeconds, double operatorCpuSeconds, long writes) {}

    /**
     * Renewals that are due at one instant, and tokens that are ended meanwhile.
     *
     * @param dueWhenItCame of {@code due}; fewer: the edits that made them due took too long, and this was not the test
     * @param lateness from the instant they were due to the new Secret
     * @param allSeconds from that instant to the last write of any kind
     * @param ends from the API server's answer to an end to the arrival of the revision without it
     */
    record Storm(
            int due,
            int dueWhenItCame,
            Spread lateness,
            int pastExpiry,
            double allSeconds,
            double operatorCpuSeconds,
            Map<String, Long> requests,
            Spread apiLatency,
            Spread ends) {}

    /**
     * Ends as a client of a protected API meets them, one client asking without a pause.
     *
     * @param lastAccepted from the API server's answer to the end to the beginning of the last request let in
     * @param firstRefused from the same answer to the first 401
     * @param acceptedAfterASecond requests let in that began more than a second after that answer
     */
    record GateEnds(Spread lastAccepted, Spread firstRefused, long acceptedAfterASecond) {}

    /** Of the operator's process, after a part of the run. */
    record Memory(String after, long liveHeapMiB, long residentMiB, long mostResidentMiB, double gcSeconds) {}
}
