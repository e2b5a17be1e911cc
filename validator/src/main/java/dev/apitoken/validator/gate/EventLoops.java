package dev.apitoken.validator.gate;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** The event loops and the socket classes that go with them. */
record EventLoops(EventLoopGroup group, Class<? extends ServerChannel> server, Class<? extends Channel> client) {
    static EventLoops start(Transport transport, int threads) {
        boolean epoll = switch (transport) {
            case Auto -> Epoll.isAvailable();
            case Epoll -> {
                Epoll.ensureAvailability();
                yield true;
            }
            case Nio -> false;
        };
        IoHandlerFactory handler = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        var group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("gate"), handler);
        return epoll
                ? new EventLoops(group, EpollServerSocketChannel.class, EpollSocketChannel.class)
                : new EventLoops(group, NioServerSocketChannel.class, NioSocketChannel.class);
    }
}
