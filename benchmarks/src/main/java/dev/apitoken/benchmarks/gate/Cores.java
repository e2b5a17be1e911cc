package dev.apitoken.benchmarks.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Who runs where. With two cores or more every program that is measured is bound to the second, one at a time under
 * load; load and application share the first.
 */
enum Cores {
    Bound(List.of("taskset", "-c", "1")),
    Free(List.of());

    /** What stands before the command of a program that is measured. */
    final List<String> measured;

    Cores(List<String> measured) {
        this.measured = measured;
    }

    /** The load too goes to the first core, every thread of it. */
    void bindThisProcess() {
        if (this == Bound) {
            String pid = Long.toString(ProcessHandle.current().pid());
            try {
                new ProcessBuilder("taskset", "-a", "-c", "-p", "0", pid)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static Cores of(int processors) {
        return processors > 1 ? Bound : Free;
    }
}
