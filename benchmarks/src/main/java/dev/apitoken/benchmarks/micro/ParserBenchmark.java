package dev.apitoken.benchmarks.micro;

import dev.apitoken.token.access.AddressRange;
import dev.apitoken.token.access.CanonicalPath;
import dev.apitoken.token.access.CredentialSettings;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.MultipleCredentials;
import dev.apitoken.token.access.RequestTarget;
import dev.apitoken.validator.credential.CredentialReader;
import dev.apitoken.validator.credential.PresentedCredentials;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The readers of what clients send. Their texts are fields, so that the compiler cannot know them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParserBenchmark {
    private static final String TOKEN = "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFUzI1NiIsImtpZCI6Im.".repeat(8);

    private final Map<String, List<String>> bearer = Map.of("Authorization", List.of("Bearer " + TOKEN));
    private final Map<String, List<String>> cookie =
            Map.of("Cookie", List.of("theme=dark; session=0123456789abcdef; X-API-KEY=" + TOKEN + "; lang=de"));
    private final Optional<String> host = Optional.of("shop.example");
    private final AddressRange range = AddressRange.parse("2001:db8::/32");
    private String target = "/orders/2026/11/caf%C3%A9?page=1&sort=date";
    private String address = "2001:db8:0:1::42";

    @Benchmark
    public PresentedCredentials bearer() {
        return CredentialReader.read(
                name -> bearer.getOrDefault(name, List.of()), CredentialSettings.DEFAULT, MultipleCredentials.Same);
    }

    @Benchmark
    public PresentedCredentials cookie() {
        return CredentialReader.read(
                name -> cookie.getOrDefault(name, List.of()), CredentialSettings.DEFAULT, MultipleCredentials.Same);
    }

    @Benchmark
    public RequestTarget target() {
        return CanonicalPath.parse(target, host);
    }

    @Benchmark
    public boolean address() {
        return IpAddress.read(address).filter(range::contains).isPresent();
    }
}
