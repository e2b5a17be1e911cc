package dev.apitoken.validator.decision;

import dev.apitoken.token.SignedToken;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.validator.credential.TestHeaders;
import java.util.List;

/** @param headerText field lines, {@code Name: value}, a line each */
public record SampleRequest(String method, String target, String headerText, IpAddress peer) implements Request {
    private static final IpAddress PEER = IpAddress.parse("192.0.2.1");

    static SampleRequest get(String target) {
        return new SampleRequest("GET", target, "Host: shop.example\n", PEER);
    }

    SampleRequest by(String method) {
        return new SampleRequest(method, target, headerText, peer);
    }

    SampleRequest from(String peer) {
        return new SampleRequest(method, target, headerText, IpAddress.parse(peer));
    }

    SampleRequest with(String line) {
        return new SampleRequest(method, target, headerText + line + "\n", peer);
    }

    SampleRequest bearing(SignedToken token) {
        return with("Authorization: Bearer " + token.reveal());
    }

    SampleRequest withCookie(SignedToken token) {
        return with("Cookie: X-API-KEY=" + token.reveal());
    }

    @Override
    public List<String> headers(String name) {
        return TestHeaders.of(headerText).of(name).stream().map(String::strip).toList();
    }

    @Override
    public String toString() {
        return method + " " + target;
    }
}
