package dev.apitoken.benchmarks.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What the kernel holds in memory for a process.
 *
 * @param allMiB resident, files that others share included
 * @param anonymousMiB of that, what belongs to the process alone and is in no file
 */
record ResidentMemory(double allMiB, double anonymousMiB) {
    private static final double KIB_PER_MIB = 1024;
    private static final Pattern RSS = Pattern.compile("(?m)^Rss:\\s+(\\d+)");
    private static final Pattern ANONYMOUS = Pattern.compile("(?m)^Anonymous:\\s+(\\d+)");

    static ResidentMemory of(long pid) {
        try {
            String rollup = Files.readString(Path.of("/proc/" + pid + "/smaps_rollup"));
            return new ResidentMemory(first(RSS, rollup), first(ANONYMOUS, rollup));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ResidentMemory and(ResidentMemory other) {
        return new ResidentMemory(allMiB + other.allMiB, anonymousMiB + other.anonymousMiB);
    }

    private static double first(Pattern number, String text) {
        var found = number.matcher(text);
        return found.find() ? Math.round(Long.parseLong(found.group(1)) * 10 / KIB_PER_MIB) / 10.0 : 0;
    }
}
