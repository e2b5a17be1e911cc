package dev.apitoken.validator;

/** Which AccessPolicy this validator enforces. */
public record PolicyName(String namespace, String name) {
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
