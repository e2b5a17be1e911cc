package dev.apitoken.validator.gate;

/** How sockets are driven. io_uring is not offered: container profiles forbid it, and it was no faster (Q7). */
public enum Transport {
    /** epoll where its library loads, else NIO. */
    Auto,
    Epoll,
    Nio
}
