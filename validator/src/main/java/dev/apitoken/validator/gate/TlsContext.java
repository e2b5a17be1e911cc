package dev.apitoken.validator.gate;

import dev.apitoken.token.Digest;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate in use. A renewed one is found by content, since a mounted Secret changes by a swapped link that
 * file events do not show; open connections keep the old one (M10).
 */
final class TlsContext {
    private static final Logger log = LoggerFactory.getLogger(TlsContext.class);
    private static final ApplicationProtocolConfig HTTP_1_1_ONLY = new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_1_1);

    private record Loaded(SslContext context, Instant endsAt, Digest certificate, Digest key) {}

    private final TlsFiles files;
    private volatile Loaded loaded;

    /** @throws IOException if the pair cannot be read or does not fit together; the message shows nothing of the key */
    TlsContext(TlsFiles files) throws IOException {
        this.files = files;
        this.loaded = load(null).orElseThrow();
    }

    SslContext current() {
        return loaded.context();
    }

    /** When the certificate in use expires. */
    Instant endsAt() {
        return loaded.endsAt();
    }

    void reload() {
        try {
            load(loaded).ifPresent(renewed -> {
                loaded = renewed;
                log.info("the certificate of the gated port was renewed");
            });
        } catch (IOException e) {
            // Half of a pair may have changed already; the next look sees the other half.
            log.atWarn()
                    .addKeyValue("cause", e.getMessage())
                    .log("the certificate in use stays: the new one is unusable");
        }
    }

    private Optional<Loaded> load(@Nullable Loaded before) throws IOException {
        byte[] certificate = Files.readAllBytes(files.certificate());
        byte[] key = Files.readAllBytes(files.key());
        Digest certificateDigest = Digest.of(certificate);
        Digest keyDigest = Digest.of(key);
        if (before != null
                && before.certificate().equals(certificateDigest)
                && before.key().equals(keyDigest)) {
            return Optional.empty();
        }
        try {
            SslContext context = SslContextBuilder.forServer(
                            new ByteArrayInputStream(certificate), new ByteArrayInputStream(key))
                    .protocols("TLSv1.3", "TLSv1.2")
                    .applicationProtocolConfig(HTTP_1_1_ONLY)
                    .build();
            return Optional.of(new Loaded(context, endOf(certificate), certificateDigest, keyDigest));
        } catch (IllegalArgumentException | IOException | CertificateException e) {
            // The cause may quote what it could not read.
            throw new IOException("not a PEM certificate chain and its unencrypted PKCS#8 key");
        }
    }

    /** Of the first of the chain, which is the server's own. */
    private static Instant endOf(byte[] chain) throws CertificateException {
        var own = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(chain));
        return own.getNotAfter().toInstant();
    }
}
