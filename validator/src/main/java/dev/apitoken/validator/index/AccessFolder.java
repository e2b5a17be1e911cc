package dev.apitoken.validator.index;

import dev.apitoken.token.secret.AccessHead;
import dev.apitoken.token.secret.AccessReading;
import dev.apitoken.token.secret.AccessReading.KnownShards;
import dev.apitoken.token.secret.AccessSecret;
import dev.apitoken.token.secret.UnreadableAccessException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The access Secrets of a policy as files: one file for each data key, in the folder itself or in a sub-folder with the
 * name of the Secret. The keys of a policy's Secrets are all different, so one projected volume can hold them all.
 */
final class AccessFolder {
    /** No Secret holds more than 1 MiB. */
    private static final int MAX_BYTES = 1 << 20;

    private final Path folder;
    private final String headName;

    AccessFolder(Path folder, String headName) {
        this.folder = folder;
        this.headName = headName;
    }

    Optional<byte[]> head() throws SourceException {
        return read(headName, AccessSecret.HEAD_KEY);
    }

    /** Reads the files whose entries are not known yet; a mount swapped meanwhile leaves the reading incomplete. */
    AccessReading shards(AccessHead head, KnownShards known) throws UnreadableAccessException, SourceException {
        Map<String, byte[]> files = new HashMap<>();
        for (AccessHead.Shard shard : head.shards()) {
            if (!known.bySha256().containsKey(shard.sha256())) {
                read(shard.secret(), shard.key()).ifPresent(bytes -> files.put(shard.key(), bytes));
            }
        }
        return AccessSecret.readFiles(head, files, known);
    }

    private Optional<byte[]> read(String secret, String key) throws SourceException {
        Optional<byte[]> own = read(folder.resolve(name(secret)).resolve(name(key)));
        return own.isPresent() ? own : read(folder.resolve(name(key)));
    }

    /** A name out of a head leads nowhere but into the folder. */
    private static String name(String text) throws SourceException {
        if (text.isEmpty() || text.startsWith("..") || text.equals(".") || text.contains("/") || text.contains("\\")) {
            throw new SourceException(SourceFailure.Unreadable, "it names a file outside of its folder");
        }
        return text;
    }

    private static Optional<byte[]> read(Path file) throws SourceException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new SourceException(
                        SourceFailure.Unreadable, file.getFileName() + " is larger than a Secret can be");
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new SourceException(SourceFailure.Unreachable, e);
        }
    }
}
