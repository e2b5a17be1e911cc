package dev.apitoken.validator.index;

import static dev.apitoken.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.apitoken.testkit.MovableClock;
import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.NamedSecret;
import dev.apitoken.token.secret.ShardLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final ShardLayout FOUR = new ShardLayout(2);

    @TempDir
    Path temporary;

    private final MovableClock clock = MovableClock.at(START);
    private final CurrentAccess access = new CurrentAccess(clock);
    private Path folder;
    private FolderSource source;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectory(temporary.resolve("access"));
        source = new FolderSource(folder, Documents.NAMESPACE, Documents.POLICY, access, clock);
    }

    @Test
    void anEmptyFolderIsNoStateAtAll() throws Exception {
        source.look();

        assertThat(access.ready()).isFalse();
        assertThat(failures(SourceFailure.Missing)).isOne();
    }

    @Test
    void aFolderWithTheFilesOfTheHeadSecretIsApplied() throws Exception {
        put(folder, Documents.revision(5, 3), ShardLayout.SINGLE);

        source.look();

        assertThat(access.revision()).isEqualTo(5);
        assertThat(access.metrics(START).applied().orElseThrow().entries()).isEqualTo(3);
    }

    @Test
    void theFilesOfAllShardsMayLieTogether() throws Exception {
        put(folder, Documents.revision(5, 40), FOUR);

        source.look();

        assertThat(access.revision()).isEqualTo(5);
    }

    @Test
    void eachSecretMayHaveASubFolderOfItsName() throws Exception {
        for (NamedSecret secret : AccessSecret.write(Documents.revision(5, 40), FOUR)) {
            put(
                    Files.createDirectory(folder.resolve(secret.name())),
                    secret.content().data());
        }

        source.look();

        assertThat(access.revision()).isEqualTo(5);
    }

    @Test
    void aSwapOfTheDataLinkIsSeenAlthoughTheFilesTimesAreTheSame() throws Exception {
        Path files = Files.createDirectory(temporary.resolve("mount"));
        swap(files, Documents.revision(5), "..2026_11_22_12_00_00.1");
        Files.createSymbolicLink(files.resolve("head.json"), Path.of("..data/head.json"));
        for (String shard : shardKeys(Documents.revision(5))) {
            Files.createSymbolicLink(files.resolve(shard), Path.of("..data", shard));
        }
        FolderSource mounted = new FolderSource(files, Documents.NAMESPACE, Documents.POLICY, access, clock);
        mounted.look();
        assertThat(access.revision()).isEqualTo(5);

        swap(files, Documents.revision(6, 9), "..2026_11_22_12_00_01.2");
        mounted.look();

        assertThat(access.revision()).isEqualTo(6);
        assertThat(access.metrics(START).applied().orElseThrow().entries()).isEqualTo(9);
    }

    @Test
    void aHalfUpdatedMountIsNotAppliedAndTheLastRevisionServes() throws Exception {
        put(folder, Documents.revision(5, 40), FOUR);
        source.look();
        Map<String, byte[]> head = headOf(Documents.revision(6, 60));

        put(folder, head);
        clock.advance(Duration.ofSeconds(3));
        source.look();

        assertThat(access.revision()).isEqualTo(5);
        assertThat(failures(SourceFailure.Incomplete)).isOne();
        assertThat(access.staleness(clock.instant())).isEqualTo(Duration.ofSeconds(3));

        put(folder, Documents.revision(6, 60), FOUR);
        source.look();

        assertThat(access.revision()).isEqualTo(6);
        assertThat(access.staleness(clock.instant())).isZero();
    }

    @Test
    void shardsAheadOfTheirHeadChangeNothingYet() throws Exception {
        put(folder, Documents.revision(5, 40), FOUR);
        source.look();

        put(folder, Documents.revision(6, 60), FOUR);
        put(folder, headOf(Documents.revision(5, 40)));
        source.look();

        assertThat(access.revision()).isEqualTo(5);
    }

    @Test
    void unchangedFilesAreASignOfTheSource() throws Exception {
        put(folder, Documents.revision(5), ShardLayout.SINGLE);
        source.look();
        clock.advance(Duration.ofHours(1));

        source.look();

        assertThat(access.staleness(clock.instant())).isZero();
        assertThat(access.at(clock.instant())).isInstanceOf(AccessState.Usable.class);
    }

    @Test
    void vanishedFilesLeaveTheStateToGrowStale() throws Exception {
        put(folder, Documents.revision(5), ShardLayout.SINGLE);
        source.look();
        Files.delete(folder.resolve("head.json"));

        clock.advance(Documents.MAX_STALENESS);
        source.look();
        assertThat(access.at(clock.instant())).isInstanceOf(AccessState.Usable.class);

        clock.advance(Duration.ofSeconds(1));
        source.look();
        assertThat(access.at(clock.instant())).isInstanceOf(AccessState.Stale.class);
    }

    @Test
    void aLowerRevisionPutBackIsNotApplied() throws Exception {
        put(folder, Documents.revision(6), ShardLayout.SINGLE);
        source.look();

        put(folder, Documents.revision(5), ShardLayout.SINGLE);
        source.look();

        assertThat(access.revision()).isEqualTo(6);
        assertThat(failures(SourceFailure.Outdated)).isOne();
    }

    @Test
    void theFilesOfAnotherPolicyAreNotApplied() throws Exception {
        put(folder, Documents.revision("elsewhere", 5, 1), ShardLayout.SINGLE);

        source.look();

        assertThat(access.ready()).isFalse();
        assertThat(failures(SourceFailure.Unreadable)).isOne();
    }

    @Test
    void aDamagedOrMuchTooLargeHeadIsNotApplied() throws Exception {
        Files.writeString(folder.resolve("head.json"), "{\"format\":1");
        source.look();
        Files.write(folder.resolve("head.json"), new byte[3 << 20]);
        source.look();

        assertThat(access.ready()).isFalse();
        assertThat(failures(SourceFailure.Unreadable)).isEqualTo(2);
    }

    @Test
    void followsTheFolderOnAThreadOfItsOwnUntilClosed() throws Exception {
        put(folder, Documents.revision(5), ShardLayout.SINGLE);
        source.start();
        eventually(() -> assertThat(access.revision()).isEqualTo(5));

        put(folder, Documents.revision(6), ShardLayout.SINGLE);
        eventually(() -> assertThat(access.revision()).isEqualTo(6));
        assertThat(source.alive(clock.instant())).isTrue();

        source.close();
        eventually(() -> assertThat(source.alive(clock.instant())).isFalse());
    }

    private long failures(SourceFailure kind) {
        return access.metrics(clock.instant()).failures().getOrDefault(kind, 0L);
    }

    private static void put(Path folder, AccessDocument document, ShardLayout layout) throws IOException {
        for (NamedSecret secret : AccessSecret.write(document, layout)) {
            put(folder, secret.content().data());
        }
    }

    private static void put(Path folder, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path written = Files.write(folder.resolve(file.getKey()), file.getValue());
            Files.setLastModifiedTime(written, FileTime.from(START));
        }
    }

    private static Map<String, byte[]> headOf(AccessDocument document) {
        return AccessSecret.write(document, FOUR).getLast().content().data();
    }

    private static List<String> shardKeys(AccessDocument document) {
        return AccessSecret.write(document, ShardLayout.SINGLE).getLast().content().data().keySet().stream()
                .filter(key -> !key.equals(AccessSecret.HEAD_KEY))
                .toList();
    }

    /** As a kubelet does it: a new folder with every file, then one rename of the link to it. */
    private static void swap(Path mount, AccessDocument document, String version) throws IOException {
        put(Files.createDirectory(mount.resolve(version)), document, ShardLayout.SINGLE);
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(version));
        Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
