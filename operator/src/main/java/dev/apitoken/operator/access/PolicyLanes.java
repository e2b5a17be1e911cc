package dev.apitoken.operator.access;

import dev.apitoken.operator.kubernetes.ObjectName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** One lane for each policy, side by side. To be called from one thread. */
final class PolicyLanes implements AutoCloseable {
    /** Well below the streams an API server allows on one connection, well above what one slow policy can hold. */
    private static final int WRITING_AT_ONCE = 32;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(WRITING_AT_ONCE);
    private final Executor bounded = task -> threads.execute(() -> {
        permits.acquireUninterruptibly();
        try {
            task.run();
        } finally {
            permits.release();
        }
    });
    private final AccessSecretApplier applier;
    private final LaneReport report;
    private final Map<ObjectName, PolicyLane> lanes = new HashMap<>();

    PolicyLanes(AccessSecretApplier applier, LaneReport report) {
        this.applier = applier;
        this.report = report;
    }

    /** @param job empty: the policy is gone, and its Secrets go with it */
    void submit(ObjectName policy, Optional<PolicyLane.Job> job) {
        if (threads.isShutdown()) {
            return;
        }
        job.ifPresentOrElse(
                work -> lanes.computeIfAbsent(policy, name -> new PolicyLane(name, applier, report, bounded))
                        .submit(work),
                () -> lanes.remove(policy));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
