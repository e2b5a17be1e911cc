package dev.apitoken.validator.gate;

import static dev.apitoken.testkit.Eventually.eventually;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.apitoken.validator.Certificates;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gated port over TLS, with a certificate that is renewed under it (M10). */
class TlsTest {
    @TempDir
    Path folder;

    @Test
    void a_renewed_certificate_is_served_and_open_connections_live_on() throws Exception {
        TlsFiles files = Certificates.write(folder, "first");
        try (var upstream = new TinyUpstream();
                TestGate gate = TestGate.withTls(upstream, files)) {
            String token = gate.token("ci");
            try (SSLSocket socket = connect(gate);
                    Wire open = new Wire(socket)) {
                assertThat(subject(socket)).isEqualTo("CN=first");
                assertThat(open.send(TestGate.get("/", token)).answer().status())
                        .isEqualTo(200);
                assertThat(upstream.lastRequest().value("X-Forwarded-Proto")).isEqualTo("https");

                Certificates.write(folder, "second");

                eventually(Duration.ofSeconds(60), () -> {
                    try (SSLSocket renewed = connect(gate)) {
                        assertThat(subject(renewed)).isEqualTo("CN=second");
                    }
                });
                assertThat(open.send(TestGate.get("/", token)).answer().status())
                        .isEqualTo(200);
                assertThat(gate.metrics
                                .get("apitoken.gate.certificate.expiry.timestamp")
                                .gauge()
                                .value())
                        .isEqualTo(endOf(gate));
            }
        }
    }

    private static double endOf(TestGate gate) throws Exception {
        try (SSLSocket socket = connect(gate)) {
            var own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return own.getNotAfter().toInstant().getEpochSecond();
        }
    }

    /** The header of the PROXY protocol stands before the handshake, in plain. */
    @Test
    void a_balancer_tells_the_client_before_the_handshake() throws Exception {
        TlsFiles files = Certificates.write(folder, "first");
        try (var upstream = new TinyUpstream();
                TestGate gate = TestGate.withTls(upstream, files)) {
            gate.enforce(Policies.DEFAULT.toldByProxies("127.0.0.0/8"));
            String token = gate.token("ci");
            try (var plain =
                    new Socket(gate.address().getAddress(), gate.address().getPort())) {
                plain.getOutputStream().write("PROXY TCP4 192.0.2.7 192.0.2.1 4711 443\r\n".getBytes(US_ASCII));
                try (Socket tls = trusting().getSocketFactory().createSocket(plain, "gate", 443, true);
                        Wire wire = new Wire(tls)) {
                    assertThat(wire.send(TestGate.get("/", token)).answer().status())
                            .isEqualTo(200);
                }
            }
            assertThat(upstream.lastRequest().value("X-ApiToken-Client-Ip")).isEqualTo("192.0.2.7");
            assertThat(upstream.lastRequest().value("X-Forwarded-Proto")).isEqualTo("https");
        }
    }

    @Test
    void only_http_1_1_is_offered() throws Exception {
        TlsFiles files = Certificates.write(folder, "first");
        try (var upstream = new TinyUpstream();
                TestGate gate = TestGate.withTls(upstream, files);
                SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket()) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(parameters);
            socket.connect(gate.address());
            socket.startHandshake();

            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
        }
    }

    @Test
    void what_is_no_key_is_refused_without_being_shown() throws Exception {
        TlsFiles files = Certificates.write(folder, "first");
        Files.writeString(files.key(), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");

        assertThatThrownBy(() -> new TlsContext(files))
                .isInstanceOf(IOException.class)
                .hasMessage("not a PEM certificate chain and its unencrypted PKCS#8 key")
                .hasNoCause();
    }

    private static SSLSocket connect(TestGate gate) throws Exception {
        var socket = (SSLSocket) trusting()
                .getSocketFactory()
                .createSocket(gate.address().getAddress(), gate.address().getPort());
        socket.startHandshake();
        return socket;
    }

    private static String subject(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    private static SSLContext trusting() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        return context;
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
