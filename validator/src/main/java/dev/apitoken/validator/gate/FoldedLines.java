package dev.apitoken.validator.gate;

import io.netty.buffer.ByteBuf;

/**
 * Finds header lines that begin with white space (obs-fold, RFC 9112 section 5.2). Netty would join them; another
 * reader of the same bytes might not.
 */
final class FoldedLines {
    private static final byte LF = '\n';

    private FoldedLines() {}

    /** @param lineRead whether the buffer starts behind the request line */
    static boolean in(ByteBuf buffer, boolean lineRead) {
        int end = buffer.writerIndex();
        int at = lineRead ? buffer.readerIndex() : behindRequestLine(buffer, end);
        while (at < end) {
            byte first = buffer.getByte(at);
            if (first == ' ' || first == '\t') {
                return true;
            }
            if (first == LF || first == '\r') {
                return false;
            }
            at = behindLine(buffer, at, end);
        }
        return false;
    }

    private static int behindRequestLine(ByteBuf buffer, int end) {
        int at = buffer.readerIndex();
        // RFC 9112 section 2.2: empty lines before a request are skipped.
        while (at < end && (buffer.getByte(at) == '\r' || buffer.getByte(at) == LF)) {
            at++;
        }
        return behindLine(buffer, at, end);
    }

    private static int behindLine(ByteBuf buffer, int from, int end) {
        int lf = buffer.indexOf(from, end, LF);
        return lf < 0 ? end : lf + 1;
    }
}
