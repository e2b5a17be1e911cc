package dev.apitoken.acceptance.proxies;

import dev.apitoken.acceptance.proxies.RawClient.Answer;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Sends requests over HTTP/2 without TLS, with whatever stands in the pseudo headers: nothing is checked here. */
final class Http2Client implements AutoCloseable {
    /** A stream or connection that the other end gave up has no status. */
    static final int RESET = 0;

    private static final int PATIENCE_SECONDS = 60;

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final int port;

    Http2Client(int port) {
        this.port = port;
    }

    /** @param fields cookies go as a browser sends them: a field for each */
    Answer send(String from, String method, String target, List<Map.Entry<String, String>> fields, String body)
            throws Exception {
        Channel connection = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(Http2FrameCodecBuilder.forClient()
                                        .validateHeaders(false)
                                        .build())
                                .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                    }
                })
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), new InetSocketAddress(from, 0))
                .sync()
                .channel();
        try {
            var answer = new CompletableFuture<Answer>();
            connection.closeFuture().addListener(_ -> answer.complete(new Answer(RESET, List.of(), "")));
            Http2StreamChannel stream = new Http2StreamChannelBootstrap(connection)
                    .handler(new AnswerReader(answer))
                    .open()
                    .sync()
                    .getNow();
            var _ = stream.write(new DefaultHttp2HeadersFrame(head(method, target, fields), body.isEmpty()));
            if (!body.isEmpty()) {
                var _ = stream.write(
                        new DefaultHttp2DataFrame(Unpooled.copiedBuffer(body, StandardCharsets.ISO_8859_1), true));
            }
            stream.flush();
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            connection.close().sync();
        }
    }

    private static Http2Headers head(String method, String target, List<Map.Entry<String, String>> fields) {
        var head = new DefaultHttp2Headers(false)
                .method(method)
                .scheme("http")
                .authority("shop.example")
                .path(target);
        for (var field : fields) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (name.equals("cookie")) {
                for (String pair : field.getValue().split("; ", -1)) {
                    head.add(name, pair);
                }
            } else {
                head.add(name, field.getValue());
            }
        }
        return head;
    }

    private static final class AnswerReader extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private final CompletableFuture<Answer> answer;
        private final List<Map.Entry<String, String>> headers = new ArrayList<>();
        private final StringBuilder body = new StringBuilder();
        private int status;

        AnswerReader(CompletableFuture<Answer> answer) {
            this.answer = answer;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext stream, Http2StreamFrame frame) {
            switch (frame) {
                case Http2HeadersFrame head -> {
                    head.headers()
                            .forEach(field -> headers.add(Map.entry(
                                    field.getKey().toString(), field.getValue().toString())));
                    CharSequence said = head.headers().status();
                    status = said == null ? status : Integer.parseInt(said.toString());
                    finishIf(head.isEndStream());
                }
                case Http2DataFrame data -> {
                    body.append(data.content().toString(StandardCharsets.ISO_8859_1));
                    finishIf(data.isEndStream());
                }
                default -> {}
            }
        }

        /** The codec tells of a reset in this way, not as a frame that is read. */
        @Override
        public void userEventTriggered(ChannelHandlerContext stream, Object event) {
            if (event instanceof Http2ResetFrame) {
                answer.complete(new Answer(RESET, List.of(), ""));
            }
            stream.fireUserEventTriggered(event);
        }

        @Override
        public void channelInactive(ChannelHandlerContext stream) {
            answer.complete(new Answer(RESET, List.of(), ""));
        }

        private void finishIf(boolean ended) {
            if (ended) {
                answer.complete(new Answer(status, List.copyOf(headers), body.toString()));
            }
        }
    }

    @Override
    public void close() {
        var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
