package dev.apitoken.operator.issuer;

/** What an {@code issuerRef} leads to. Messages are for people and name the next step. */
public sealed interface IssuerLookup {
    record Found(IssuerView issuer) implements IssuerLookup {}

    record NotFound(String message) implements IssuerLookup {}

    /** There is one, but it does not serve this namespace (rule D1: closed by default). */
    record NotServed(String message) implements IssuerLookup {}

    /** Nobody can tell yet: no watch has shown the namespace, whose labels decide. */
    record NotYetKnown(String message) implements IssuerLookup {}
}
