package dev.apitoken.token.secret;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.apitoken.token.access.AddressRange;
import dev.apitoken.token.access.ClientAddressMode;
import dev.apitoken.token.access.CredentialSettings;
import dev.apitoken.token.access.Everybody;
import dev.apitoken.token.access.ExternalAuthorizationSettings;
import dev.apitoken.token.access.IdentitySettings;
import dev.apitoken.token.access.MultipleCredentials;
import dev.apitoken.token.access.PathPattern;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.token.access.ResponseSettings;
import dev.apitoken.token.access.Rule;
import dev.apitoken.token.access.RuleAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** The settings of a policy as they stand in the head. Every field is written, defaults too. */
final class PolicySettingsJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PolicySettingsJson() {}

    static ObjectNode write(PolicySettings policy) {
        var json = NODES.objectNode();
        json.put("namespace", policy.namespace()).put("name", policy.name()).put("audience", policy.audience());
        json.set("credentials", writeCredentials(policy.credentials()));
        json.put("multipleCredentials", policy.multipleCredentials().name());
        var rules = json.putArray("rules");
        policy.rules().forEach(rule -> rules.add(writeRule(rule)));
        json.set("trustedProxies", texts(policy.trustedProxies()));
        json.put("clientAddress", policy.clientAddress().name());
        json.set("responses", writeResponses(policy.responses()));
        json.set("externalAuthorization", writeExternal(policy.externalAuthorization()));
        json.put("cookieRequiresSameOrigin", policy.cookieRequiresSameOrigin());
        json.put("closeStreams", policy.closeStreams());
        json.set("identity", writeIdentity(policy.identity()));
        return json.put("maxStalenessSeconds", policy.maxStaleness().toSeconds());
    }

    static PolicySettings read(JsonFields json) throws UnreadableAccessException {
        var policy = new PolicySettings(
                json.text("namespace"),
                json.text("name"),
                json.text("audience"),
                readCredentials(json.object("credentials")),
                json.word("multipleCredentials", MultipleCredentials.class),
                readRules(json.objects("rules")),
                readSomebody(json, "trustedProxies"),
                json.word("clientAddress", ClientAddressMode.class),
                readResponses(json.object("responses")),
                readExternal(json.object("externalAuthorization")),
                json.flag("cookieRequiresSameOrigin"),
                json.flag("closeStreams"),
                readIdentity(json.object("identity")),
                Duration.ofSeconds(json.smallNumber("maxStalenessSeconds")));
        json.end();
        return policy;
    }

    private static ObjectNode writeCredentials(CredentialSettings credentials) {
        var json = NODES.objectNode().put("authorizationBearer", credentials.authorizationBearer());
        credentials.apiKeyHeader().ifPresent(name -> json.put("apiKeyHeader", name));
        credentials.apiKeyCookie().ifPresent(name -> json.put("apiKeyCookie", name));
        credentials.authTokenHeader().ifPresent(name -> json.put("authTokenHeader", name));
        return json;
    }

    private static CredentialSettings readCredentials(JsonFields json) throws UnreadableAccessException {
        var credentials = new CredentialSettings(
                json.flag("authorizationBearer"),
                json.optionalText("apiKeyHeader"),
                json.optionalText("apiKeyCookie"),
                json.optionalText("authTokenHeader"));
        json.end();
        return credentials;
    }

    private static ObjectNode writeRule(Rule rule) {
        var json = NODES.objectNode();
        json.set("paths", texts(rule.paths()));
        json.set("methods", texts(rule.methods()));
        json.set("roles", texts(rule.roles()));
        return json.put("access", rule.access().name());
    }

    private static List<Rule> readRules(List<JsonFields> list) throws UnreadableAccessException {
        var rules = new ArrayList<Rule>();
        for (var json : list) {
            rules.add(new Rule(
                    json.parsedList("paths", PathPattern::parse),
                    new LinkedHashSet<>(json.texts("methods")),
                    new LinkedHashSet<>(json.texts("roles")),
                    json.word("access", RuleAccess.class)));
            json.end();
        }
        return List.copyOf(rules);
    }

    private static ObjectNode writeResponses(ResponseSettings responses) {
        return NODES.objectNode()
                .put("insufficientRole", responses.insufficientRole())
                .put("deniedSource", responses.deniedSource())
                .put("format", responses.format().name())
                .put("realm", responses.realm());
    }

    private static ResponseSettings readResponses(JsonFields json) throws UnreadableAccessException {
        var responses = new ResponseSettings(
                json.smallNumber("insufficientRole"),
                json.smallNumber("deniedSource"),
                json.word("format", ResponseSettings.Format.class),
                json.text("realm"));
        json.end();
        return responses;
    }

    private static ObjectNode writeExternal(ExternalAuthorizationSettings external) {
        var json = NODES.objectNode();
        json.set("callers", texts(external.callers()));
        return json.put("profile", external.profile().name());
    }

    private static ExternalAuthorizationSettings readExternal(JsonFields json) throws UnreadableAccessException {
        var external = new ExternalAuthorizationSettings(
                readSomebody(json, "callers"), json.word("profile", ExternalAuthorizationSettings.Profile.class));
        json.end();
        return external;
    }

    /** No operator of ours writes a list that means everybody; whoever did wants to be believed. */
    private static List<AddressRange> readSomebody(JsonFields json, String name) throws UnreadableAccessException {
        var ranges = json.parsedList(name, AddressRange::parse);
        if (Everybody.isAmong(ranges)) {
            throw json.wrong(name);
        }
        return ranges;
    }

    private static ObjectNode writeIdentity(IdentitySettings identity) {
        return NODES.objectNode()
                .put("headerPrefix", identity.headerPrefix())
                .put("forwardCredential", identity.forwardCredential());
    }

    private static IdentitySettings readIdentity(JsonFields json) throws UnreadableAccessException {
        var identity = new IdentitySettings(json.text("headerPrefix"), json.flag("forwardCredential"));
        json.end();
        return identity;
    }

    private static ArrayNode texts(Collection<?> values) {
        var array = NODES.arrayNode();
        values.forEach(value -> array.add(value.toString()));
        return array;
    }
}
