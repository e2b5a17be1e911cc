package dev.apitoken.validator.index;

import dev.apitoken.token.access.AccessDocument;

/** An immutable snapshot of one access document, made for lookups by digest. */
public final class AccessIndex {
    private final AccessDocument document;

    private AccessIndex(AccessDocument document) {
        this.document = document;
    }

    public static AccessIndex of(AccessDocument document) {
        return new AccessIndex(document);
    }

    public long revision() {
        return document.revision();
    }
}
