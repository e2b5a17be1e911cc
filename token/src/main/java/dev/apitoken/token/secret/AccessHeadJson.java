package dev.apitoken.token.secret;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.apitoken.token.access.IssuerKeys;
import dev.apitoken.token.access.PolicySettings;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The bytes of {@code head.json}: plain JSON, since people read it when they look for a fault. */
final class AccessHeadJson {
    static final int FORMAT = 1;

    /** A Secret holds 1 MiB at most, so no head is longer. */
    private static final int MAX_BYTES = 1 << 20;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(16).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private AccessHeadJson() {}

    static byte[] write(AccessHead head) {
        var json = JSON.createObjectNode();
        json.put("format", FORMAT)
                .put("revision", head.revision())
                .put("compiledAt", head.compiledAt().toString());
        json.set("policy", PolicySettingsJson.write(head.policy()));
        var issuers = json.putArray("issuers");
        head.issuers().forEach(issuer -> issuers.add(IssuerKeysJson.write(issuer)));
        json.put("entries", head.entries()).put("shardBits", head.layout().bits());
        var shards = json.putArray("shards");
        head.shards()
                .forEach(shard -> shards.addObject()
                        .put("secret", shard.secret())
                        .put("key", shard.key())
                        .put("sha256", shard.sha256()));
        return bytes(json);
    }

    /** How many bytes of a head these take. */
    static int size(PolicySettings policy) {
        return bytes(PolicySettingsJson.write(policy)).length;
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of nodes can always be written", e);
        }
    }

    static AccessHead read(byte[] bytes) throws UnreadableAccessException {
        if (bytes.length > MAX_BYTES) {
            throw new UnreadableAccessException("the head is longer than a Secret can be");
        }
        try {
            return read(new JsonFields("head", JSON.readTree(bytes)));
        } catch (IOException | RuntimeException e) {
            // Its message may quote the text.
            throw new UnreadableAccessException("the head is not JSON as this version writes it");
        }
    }

    private static AccessHead read(JsonFields json) throws UnreadableAccessException {
        if (json.number("format") != FORMAT) {
            throw new UnreadableAccessException("the head has a format other than " + FORMAT);
        }
        var head = new AccessHead(
                json.number("revision"),
                json.parsed("compiledAt", Instant::parse),
                PolicySettingsJson.read(json.object("policy")),
                readIssuers(json.objects("issuers")),
                json.smallNumber("entries"),
                new ShardLayout(json.smallNumber("shardBits")),
                readShards(json.objects("shards")));
        json.end();
        if (head.shards().size() != head.layout().shards()) {
            throw json.wrong("shards");
        }
        return head;
    }

    private static List<IssuerKeys> readIssuers(List<JsonFields> list) throws UnreadableAccessException {
        var issuers = new ArrayList<IssuerKeys>();
        for (var json : list) {
            issuers.add(IssuerKeysJson.read(json));
        }
        return issuers;
    }

    private static List<AccessHead.Shard> readShards(List<JsonFields> list) throws UnreadableAccessException {
        var shards = new ArrayList<AccessHead.Shard>();
        for (var json : list) {
            shards.add(new AccessHead.Shard(json.text("secret"), json.text("key"), json.text("sha256")));
            json.end();
        }
        return shards;
    }
}
