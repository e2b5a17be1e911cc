package dev.apitoken.token.secret;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.apitoken.token.access.TokenEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The bytes of one shard: gzip of JSON, one entry a line, so that a digest can be looked up by hand. */
final class ShardJson {
    static final int FORMAT = 1;

    /** No shard unpacks to more; what would is split when written and refused when read. */
    static final int MAX_UNPACKED = 16 << 20;

    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxStringLength(4096)
                    .maxDocumentLength(MAX_UNPACKED)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private ShardJson() {}

    /** @param entries in the order of their digests: equal entries, equal bytes */
    static PackedShard write(List<TokenEntry> entries) {
        var json = new ByteArrayOutputStream();
        try (var generator = JSON.createGenerator(json)) {
            write(entries, generator);
        } catch (IOException e) {
            throw new IllegalStateException("memory can always be written to", e);
        }
        var packed = new ByteArrayOutputStream();
        // Java leaves the time in the gzip header at zero.
        try (var gzip = new GZIPOutputStream(packed)) {
            json.writeTo(gzip);
        } catch (IOException e) {
            throw new IllegalStateException("memory can always be written to", e);
        }
        return PackedShard.of(packed.toByteArray(), json.size());
    }

    private static void write(List<TokenEntry> entries, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("format", FORMAT);
        json.writeArrayFieldStart("entries");
        for (var entry : entries) {
            TokenEntryJson.write(entry, json);
            json.writeRaw('\n');
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static List<TokenEntry> read(byte[] packed, SharedValues shared) throws UnreadableAccessException {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed));
                var json = JSON.createParser(gzip)) {
            return read(json, shared);
        } catch (IOException | RuntimeException e) {
            // Its message may quote the text.
            throw new UnreadableAccessException("a shard is not gzip of JSON as this version writes it");
        }
    }

    private static List<TokenEntry> read(JsonParser json, SharedValues shared)
            throws IOException, UnreadableAccessException {
        expect(json.nextToken() == JsonToken.START_OBJECT);
        expect("format".equals(json.nextFieldName()) && json.nextToken() == JsonToken.VALUE_NUMBER_INT);
        if (json.getLongValue() != FORMAT) {
            throw new UnreadableAccessException("a shard has a format other than " + FORMAT);
        }
        expect("entries".equals(json.nextFieldName()) && json.nextToken() == JsonToken.START_ARRAY);
        var entries = new ArrayList<TokenEntry>();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            entries.add(TokenEntryJson.read(json, shared));
        }
        expect(json.currentToken() == JsonToken.END_ARRAY);
        expect(json.nextToken() == JsonToken.END_OBJECT && json.nextToken() == null);
        return List.copyOf(entries);
    }

    static void expect(boolean condition) throws UnreadableAccessException {
        if (!condition) {
            throw new UnreadableAccessException("a shard has a field that this version does not write there");
        }
    }

    /**
     * @param unpacked length of the JSON, in bytes
     * @param sha256 of the bytes, in hexadecimal
     */
    @SuppressWarnings("ArrayRecordComponent")
    record PackedShard(byte[] bytes, int unpacked, String sha256) {
        static PackedShard of(byte[] bytes, int unpacked) {
            return new PackedShard(bytes, unpacked, AccessShards.sha256(bytes));
        }
    }
}
