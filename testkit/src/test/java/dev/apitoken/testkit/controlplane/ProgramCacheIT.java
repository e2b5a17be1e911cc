package dev.apitoken.testkit.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramCacheIT {
    private final AtomicInteger builds = new AtomicInteger();

    @TempDir
    Path root;

    @Test
    void manyWhoAskAtOnceBuildOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Path> ask = () -> new ProgramCache(root).folder("v1", this::build);
            for (Future<Path> answer : threads.invokeAll(List.of(ask, ask, ask))) {
                assertThat(answer.get().resolve("program")).isRegularFile();
            }
        }
        assertThat(builds).hasValue(1);
    }

    @Test
    void aFailedBuildLeavesNothingAndIsTriedAgain() {
        ProgramCache cache = new ProgramCache(root);
        assertThatThrownBy(() -> cache.folder("v1", folder -> {
                    build(folder);
                    throw new IllegalStateException("the compiler fell over");
                }))
                .hasMessage("the compiler fell over");
        assertThat(root.resolve("v1")).doesNotExist();
        assertThat(root.resolve("building-v1")).doesNotExist();

        assertThat(cache.folder("v1", this::build).resolve("program")).isRegularFile();
    }

    @Test
    void whatAKilledBuilderLeftIsNotUsed() throws Exception {
        Files.writeString(Files.createDirectory(root.resolve("building-v1")).resolve("half"), "");

        Path folder = new ProgramCache(root).folder("v1", this::build);

        assertThat(folder).isDirectoryContaining("glob:**program").isDirectoryNotContaining("glob:**half");
    }

    @Test
    void aGivenFolderMustHoldThePrograms() {
        assertThatThrownBy(() -> ControlPlaneBinaries.find(Map.of("APITOKEN_CONTROL_PLANE_BIN", root.toString())))
                .hasMessage("APITOKEN_CONTROL_PLANE_BIN=" + root + " holds no executable etcd");
    }

    private void build(Path folder) throws IOException {
        builds.incrementAndGet();
        Files.writeString(folder.resolve("program"), "");
    }
}
