package dev.apitoken.testkit.controlplane;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/** Waits for a process to be of use; gives up at once when it ends. */
final class Readiness {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private Readiness() {}

    /** @param look an exception means not yet */
    static void await(Component component, Callable<Boolean> look) {
        try {
            Awaitility.await()
                    .atMost(DEADLINE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(BETWEEN_LOOKS)
                    .failFast(() -> !component.isAlive())
                    .ignoreExceptions()
                    .until(look);
        } catch (TerminalFailureException e) {
            throw new ComponentFailed("ended", component);
        } catch (ConditionTimeoutException e) {
            throw new ComponentFailed("was not ready within " + DEADLINE.toSeconds() + " s", component);
        }
    }
}
