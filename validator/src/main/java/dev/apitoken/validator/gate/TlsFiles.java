package dev.apitoken.validator.gate;

import java.nio.file.Path;

/**
 * What the gated port proves itself with.
 *
 * @param certificate PEM, leaf first
 * @param key PEM, PKCS#8, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {}
