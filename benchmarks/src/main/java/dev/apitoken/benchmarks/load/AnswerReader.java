package dev.apitoken.benchmarks.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The status of an answer, and where it ends. Knows Content-Length only: none of the programs measured needs more here. */
final class AnswerReader {
    private static final int MAX_HEAD = 16_384;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final String LENGTH = "\r\ncontent-length:";
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final byte[] head = new byte[MAX_HEAD];
    private int read;
    private boolean inBody;
    private long bodyLeft;
    private int status;

    /** @return whether the answer has come to its end; its status is then {@link #status()} */
    boolean read(ByteBuf bytes) {
        if (!inBody && !readHead(bytes)) {
            return false;
        }
        int body = (int) Math.min(bodyLeft, bytes.readableBytes());
        bytes.skipBytes(body);
        bodyLeft -= body;
        if (bodyLeft > 0) {
            return false;
        }
        inBody = false;
        read = 0;
        return true;
    }

    int status() {
        return status;
    }

    private boolean readHead(ByteBuf bytes) {
        int searched = Math.max(0, read - HEAD_END.length + 1);
        int more = Math.min(bytes.readableBytes(), MAX_HEAD - read);
        bytes.getBytes(bytes.readerIndex(), head, read, more);
        int end = endOfHead(searched, read + more);
        if (end < 0) {
            read += more;
            bytes.skipBytes(more);
            if (read == MAX_HEAD) {
                throw new IllegalStateException("the head of an answer is too long");
            }
            return false;
        }
        bytes.skipBytes(end - read);
        understand(new String(head, 0, end, StandardCharsets.US_ASCII));
        return true;
    }

    private int endOfHead(int from, int to) {
        for (int at = from; at <= to - HEAD_END.length; at++) {
            if (head[at] == '\r' && head[at + 1] == '\n' && head[at + 2] == '\r' && head[at + 3] == '\n') {
                return at + HEAD_END.length;
            }
        }
        return -1;
    }

    private void understand(String text) {
        status = Integer.parseInt(text, STATUS_AT, STATUS_AT + 3, 10);
        String lower = text.toLowerCase(Locale.ROOT);
        int length = lower.indexOf(LENGTH);
        if (length < 0) {
            throw new IllegalStateException("an answer without Content-Length");
        }
        int from = length + LENGTH.length();
        bodyLeft =
                Long.parseLong(lower.substring(from, lower.indexOf('\r', from)).strip());
        inBody = true;
    }
}
