package dev.apitoken.validator.index;

import dev.apitoken.token.access.AccessDocument;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.access.PolicySettings;
import java.util.List;

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

    /** The same object as long as this index lives. */
    public PolicySettings policy() {
        return document.policy();
    }

    /** The same object as long as this index lives. */
    public List<IssuerKeys> issuers() {
        return document.issuers();
    }
}
