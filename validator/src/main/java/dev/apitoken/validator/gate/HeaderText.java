package dev.apitoken.validator.gate;

import java.nio.charset.StandardCharsets;

/** Values from resources as header fields carry them: visible ASCII, everything else percent-encoded as UTF-8 (J3). */
final class HeaderText {
    private static final String HEX = "0123456789ABCDEF";

    private HeaderText() {}

    /** {@code %} is encoded too, so that decoding gives back the value. */
    static String encode(String value) {
        return encode(value, "%");
    }

    /** One item of a comma-separated list. */
    static String encodeItem(String value) {
        return encode(value, "%,");
    }

    private static String encode(String value, String special) {
        if (isPlain(value, special)) {
            return value;
        }
        var text = new StringBuilder(value.length() + 16);
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (isVisible((char) (b & 0xff)) && special.indexOf(b) < 0) {
                text.append((char) b);
            } else {
                text.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
        return text.toString();
    }

    private static boolean isPlain(String value, String special) {
        for (int i = 0; i < value.length(); i++) {
            if (!isVisible(value.charAt(i)) || special.indexOf(value.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVisible(char c) {
        return c > ' ' && c < 0x7f;
    }
}
