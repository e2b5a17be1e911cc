package dev.apitoken.token.access;

/** A request target once it is read: a path that may be judged, or none. */
public sealed interface RequestTarget {
    /** @param query as sent, with its question mark; empty where there is none. No rule ever sees it. */
    record Canonical(CanonicalPath path, String query) implements RequestTarget {}

    record Refused(Refusal why) implements RequestTarget {}

    /** Why a target cannot be judged, for the log. The client sees only 400. */
    enum Refusal {
        /** {@code *} or an authority: forms for OPTIONS and CONNECT, which name no resource. */
        NotAPath,
        /** An absolute target for another authority than Host names, with a user in it, or of a foreign scheme. */
        ForeignAuthority,
        /** A fragment, which no client sends (RFC 9110 section 4.2.5). */
        Fragment,
        /** Not ASCII, a control byte or a space, raw or escaped. */
        Character,
        /** ASCII that RFC 3986 does not allow in a path, such as {@code \ " < > [ ] ^ ` { | }}. */
        NotAllowedInPath,
        /** {@code .} or {@code ..} as a segment, also before parameters. */
        DotSegment,
        /** {@code //}: some servers merge slashes, others do not. */
        EmptySegment,
        /** {@code ;} or its escape: some servers cut parameters off before they route. */
        Parameters,
        /** {@code %} without two hexadecimal digits. */
        BrokenEscape,
        /** The escape of a slash or backslash. */
        EscapedSlash,
        /** The escape of a character that needs none (RFC 3986 section 2.3): two spellings of one path. */
        NeedlessEscape,
        /** The escape of an escape. */
        DoubleEscape,
        /** Escaped bytes that are not UTF-8, overlong forms included. */
        NotUtf8
    }
}
