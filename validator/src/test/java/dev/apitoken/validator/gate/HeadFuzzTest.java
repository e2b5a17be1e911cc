package dev.apitoken.validator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.apitoken.token.access.CanonicalPath;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.MultipleCredentials;
import dev.apitoken.token.access.RequestTarget;
import dev.apitoken.validator.credential.CredentialReader;
import dev.apitoken.validator.credential.PresentedCredentials;
import dev.apitoken.validator.decision.AccessDecision.Allowed;
import dev.apitoken.validator.decision.SampleDocument;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A connection's bytes, hostile, on the way that a request takes: decoder, check, rewriting, encoder. What comes out is
 * read by a reader that is no library's (R9, M2): as many requests as were judged, each as it was judged, and nothing in
 * it that only we may say.
 */
class HeadFuzzTest {
    private static final IpAddress PEER = IpAddress.parse("192.0.2.1");
    private static final PolicyHeaders POLICY = new PolicyHeaders(Policies.DEFAULT.settings());

    @FuzzTest
    void what_goes_on_is_one_request_to_every_reader(byte[] input) throws IOException {
        var decoder = new RequestDecoder(GateLimits.DEFAULT);
        var client = new EmbeddedChannel(decoder);
        try {
            client.writeInbound(Unpooled.copiedBuffer(input));
            while (passOne(client)) {
                decoder.next();
            }
        } finally {
            client.finishAndReleaseAll();
        }
    }

    /** @return whether a request was there, whole and sound, so that the next one may be read */
    private static boolean passOne(EmbeddedChannel client) throws IOException {
        if (!(client.readInbound() instanceof HttpRequest request)) {
            return false;
        }
        if (HeadCheck.refusal(request, GateLimits.DEFAULT).isPresent()) {
            ReferenceCountUtil.release(request);
            return false;
        }
        var body = new ByteArrayOutputStream();
        while (client.readInbound() instanceof HttpContent content) {
            boolean sound = !content.decoderResult().isFailure();
            content.content().readBytes(body, content.content().readableBytes());
            content.release();
            if (!sound) {
                return false;
            }
            if (content instanceof LastHttpContent) {
                Optional<String> host = Optional.of(request.headers().get("Host"));
                if (CanonicalPath.parse(request.uri(), host) instanceof RequestTarget.Canonical target) {
                    judge(request, target, body.toByteArray());
                }
                return true;
            }
        }
        return false;
    }

    private static void judge(HttpRequest request, RequestTarget.Canonical target, byte[] body) throws IOException {
        var asked = new GateRequest(request, PEER, false);
        var principal = SampleDocument.allowed("AAAAAAAAAAAAAAAAAAAAAA", PEER.toString())
                .principal();
        HttpRequest head = HeadRewriter.toUpstream(asked, new Allowed(principal, target, Optional.of(PEER)), POLICY);
        assertThat(HeadRewriter.hasBody(request) || body.length == 0).isTrue();
        byte[] wire = encode(head, body);

        var in = new ByteArrayInputStream(wire);
        HttpText sent = HttpText.read(in, false, false);
        assertThat(in.available()).as("bytes behind the request").isZero();
        assertThat(sent.firstLine()).isEqualTo(request.method() + " " + target.path() + target.query() + " HTTP/1.1");
        assertThat(sent.body()).isEqualTo(body);
        assertOneWayToRead(sent, wire, body.length);
        assertOnlyOursIsOurs(sent);
    }

    private static byte[] encode(HttpRequest head, byte[] body) {
        var upstream = new EmbeddedChannel(new HttpRequestEncoder());
        try {
            upstream.writeOutbound(
                    head, new io.netty.handler.codec.http.DefaultLastHttpContent(Unpooled.wrappedBuffer(body)));
            var wire = new ByteArrayOutputStream();
            for (ByteBuf piece = upstream.readOutbound(); piece != null; piece = upstream.readOutbound()) {
                byte[] bytes = new byte[piece.readableBytes()];
                piece.readBytes(bytes).release();
                wire.writeBytes(bytes);
            }
            return wire.toByteArray();
        } finally {
            upstream.finishAndReleaseAll();
        }
    }

    /** Also to a reader for whom a line ends at any line feed, or a name at any byte that is no letter. */
    private static void assertOneWayToRead(HttpText sent, byte[] wire, int body) {
        assertThat(sent.head()).allSatisfy(line -> assertThat(line).doesNotContain("\r", "\0"));
        assertThat(sent.values("Host")).hasSize(1);
        List<String> folded = sent.names().stream().map(HeadFuzzTest::folded).toList();
        long lengths = folded.stream().filter("content-length"::equals).count();
        long codings = folded.stream().filter("transfer-encoding"::equals).count();
        assertThat(lengths + codings).isLessThanOrEqualTo(1);
        assertThat(body == 0 || lengths + codings == 1).isTrue();
        assertThat(folded).doesNotContain("te", "trailer", "keep-alive", "proxy-connection", "x-http-method-override");
        if (sent.values("Upgrade").isEmpty()) {
            assertThat(folded).doesNotContain("connection", "upgrade");
        } else {
            assertThat(sent.value("Upgrade")).isEqualTo("websocket");
            assertThat(body).isZero();
        }
        String text = new String(wire, StandardCharsets.ISO_8859_1);
        String head = text.substring(0, text.indexOf("\r\n\r\n"));
        assertThat(head.split("\n", -1)).hasSize(sent.head().size());
    }

    private static void assertOnlyOursIsOurs(HttpText sent) {
        assertThat(sent.names().stream().filter(name -> folded(name).startsWith("x-apitoken-")))
                .containsExactlyInAnyOrder(
                        "X-ApiToken-User",
                        "X-ApiToken-Namespace",
                        "X-ApiToken-Id",
                        "X-ApiToken-Expires",
                        "X-ApiToken-Client-Ip");
        assertThat(sent.value("X-ApiToken-User")).isEqualTo("ci");
        assertThat(sent.value("X-Forwarded-For")).isEqualTo(PEER.toString());
        var left = CredentialReader.read(
                sent::values, Policies.DEFAULT.settings().credentials(), MultipleCredentials.FirstValid);
        // Two fields of other schemes are ambiguous; without a credential of ours they may pass to a public path.
        assertThat(left)
                .isNotInstanceOfAny(
                        PresentedCredentials.One.class,
                        PresentedCredentials.Several.class,
                        PresentedCredentials.Malformed.class);
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
    }
}
