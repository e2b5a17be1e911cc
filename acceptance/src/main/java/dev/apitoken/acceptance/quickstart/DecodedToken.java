package dev.apitoken.acceptance.quickstart;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What anybody can read in a token: its header and claims, without its signature. */
record DecodedToken(String header, String claims) {
    static DecodedToken of(String token) {
        String[] parts = token.split("\\.", -1);
        return new DecodedToken(decode(parts[0]), decode(parts[1]));
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
