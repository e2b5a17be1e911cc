package dev.apitoken.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    void saysWhatItIsAndNotWhoseItIs() throws Exception {
        var machine = Machine.describe(3);
        assertThat(machine.cores()).isPositive();
        assertThat(machine.memoryMiB()).isGreaterThan(100);
        assertThat(machine.kernel()).startsWith("Linux");
        assertThat(machine.toString())
                .doesNotContain(java.net.InetAddress.getLocalHost().getHostName())
                .doesNotContain("/");
    }

    @Test
    void countsTheCpuThatAProcessUses() {
        long self = ProcessHandle.current().pid();
        var before = CpuTimes.ofProcess(self);
        var machine = CpuTimes.Machine.now();
        long end = System.nanoTime() + Duration.ofMillis(200).toNanos();
        while (CpuTimes.ofProcess(self).minus(before).toMillis() < 50) {
            assertThat(System.nanoTime() - end)
                    .isLessThan(Duration.ofSeconds(30).toNanos());
        }
        assertThat(CpuTimes.Machine.now().busyPercentSince(machine)).isBetween(0, 100);
    }

    @Test
    void readsTheMemoryOfAJavaProcess() {
        var memory = JavaMemory.of(ProcessHandle.current().pid());
        assertThat(memory.liveHeapMiB()).isPositive();
        assertThat(memory.mostResidentMiB()).isGreaterThanOrEqualTo(memory.residentMiB());
        assertThat(memory.gcSeconds()).isNotNegative();
    }
}
