package dev.apitoken.program;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object per event and per line, whatever stands in it (N3). Of an exception only the classes and the places
 * are written: messages of libraries quote what they were given (N2).
 */
public final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
    private static final JsonFactory JSON = JsonFactory.builder()
            // Beyond control characters: no terminal and no viewer is to find anything to interpret.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private static final CharacterEscapes ESCAPES = new MoreEscapes();
    private static final int MAX_FRAMES = 20;

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(line).setCharacterEscapes(ESCAPES)) {
            json.writeStartObject();
            json.writeStringField(
                    "time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
            json.writeStringField("level", event.getLevel().toString());
            json.writeStringField("logger", event.getLoggerName());
            json.writeStringField("message", event.getFormattedMessage());
            if (event.getKeyValuePairs() != null) {
                for (KeyValuePair pair : event.getKeyValuePairs()) {
                    json.writeStringField(pair.key, String.valueOf(pair.value));
                }
            }
            if (event.getThrowableProxy() != null) {
                writeThrowable(json, event.getThrowableProxy());
            }
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return line.toByteArray();
    }

    private static void writeThrowable(JsonGenerator json, IThrowableProxy first) throws IOException {
        json.writeArrayFieldStart("thrown");
        for (IThrowableProxy thrown = first; thrown != null; thrown = thrown.getCause()) {
            json.writeString(thrown.getClassName());
            StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
            for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
                json.writeString(frames[i].getSTEAsString());
            }
        }
        json.writeEndArray();
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    /**
     * JSON leaves the control character DEL as it is, and the brace that begins a look-up, <code>${jndi:…}</code>, in
     * whatever reads these lines further on.
     */
    private static final class MoreEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int DELETE = 0x7f;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = standardAsciiEscapesForJSON();
            escapes[DELETE] = ESCAPE_STANDARD;
            escapes['{'] = ESCAPE_STANDARD;
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }
}
