package dev.apitoken.operator.fault;

import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.MovableClock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Something that people or time ask of the operator.
 *
 * @param prepare what is there before
 * @param act what they do; the clock is for reading only, as all workloads share it
 * @param holds fails unless a clean run got what was asked for
 * @param tokens how many token ids are ever in its Secret, those of before included
 * @param live how many token ids an access document may list at once: two where there is an overlap
 */
record Workload(
        String name,
        Consumer<Tenant> prepare,
        BiConsumer<Tenant, MovableClock> act,
        Consumer<Tenant> holds,
        int tokens,
        int live) {
    @Override
    public String toString() {
        return name;
    }
}
