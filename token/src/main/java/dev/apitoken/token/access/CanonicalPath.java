package dev.apitoken.token.access;

import java.util.Optional;

/**
 * The one form of a path that rule, log and upstream see: the bytes the client sent. Nothing is rewritten; whatever
 * two readers could read in two ways is refused instead. See docs/decisions/0006-canonical-paths.md.
 */
public record CanonicalPath(String value) {
    /** @throws IllegalArgumentException if two readers could read the value in two ways */
    public CanonicalPath {
        if (PathText.refusal(value).isPresent()) {
            throw new IllegalArgumentException("not a canonical path");
        }
    }

    /**
     * Reads a request target (RFC 9112 section 3.2), which is hostile text: it is never thrown back at the caller.
     *
     * @param host the value of the request's only Host field; an absolute-form target must name the same authority
     */
    public static RequestTarget parse(String target, Optional<String> host) {
        return TargetText.read(target, host);
    }

    @Override
    public String toString() {
        return value;
    }
}
