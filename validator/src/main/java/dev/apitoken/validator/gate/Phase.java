package dev.apitoken.validator.gate;

/** Where a client's connection is. */
enum Phase {
    /** For a request's head. */
    Waiting,
    /** With the upstream. */
    Exchanging,
    /** For the rest of a form that we answer ourselves. */
    Reading,
    /** Answered; the rest of the request is read and thrown away, so that the next one can be read. */
    Discarding,
    /** Bytes both ways, after 101. */
    Tunnelling,
    /** Nothing more is answered. */
    Closing
}
