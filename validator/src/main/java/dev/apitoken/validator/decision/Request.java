package dev.apitoken.validator.decision;

import dev.apitoken.token.access.IpAddress;
import java.util.List;

/** One request as the decision sees it: what the client sent, unchanged, and the address it came from. */
public interface Request {
    String method();

    /** The request target as received (RFC 9112 section 3.2), query included. */
    String target();

    /** Every field line of this name, in order; the name is compared without case. */
    List<String> headers(String name);

    /** The other end of the connection, never what a header says; {@code ::} where it is not known. */
    IpAddress peer();
}
