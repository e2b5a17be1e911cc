package dev.apitoken.benchmarks.micro;

import dev.apitoken.token.access.IpAddress;
import dev.apitoken.validator.decision.Request;
import java.util.List;
import java.util.Map;

/** Holds its fields ready, so that reading them costs nothing of what is measured. */
record HeldRequest(String target, Map<String, List<String>> fields) implements Request {
    private static final IpAddress PEER = IpAddress.parse("192.0.2.1");

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public IpAddress peer() {
        return PEER;
    }

    @Override
    public List<String> headers(String name) {
        return fields.getOrDefault(name, List.of());
    }
}
