package dev.apitoken.validator.decision;

import dev.apitoken.token.access.CanonicalPath;
import dev.apitoken.token.access.IpAddress;
import dev.apitoken.token.access.RequestTarget;
import dev.apitoken.token.access.Rule;
import dev.apitoken.token.access.RuleAccess;
import dev.apitoken.validator.decision.AccessDecision.Allowed;
import dev.apitoken.validator.decision.AccessDecision.Denied;
import dev.apitoken.validator.decision.Authentication.Known;
import dev.apitoken.validator.decision.Authentication.NotKnown;
import dev.apitoken.validator.index.AccessIndex;
import dev.apitoken.validator.index.AccessState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Decides about one request. The same code for the proxy and for external authorisation. */
public final class RequestAuthenticator {
    /** What holds where a policy has no rules. */
    private static final Rule ANY_LIVE_TOKEN = new Rule(List.of(), Set.of(), Set.of(), RuleAccess.Authenticated);

    private RequestAuthenticator() {}

    /** Never throws: a decision that cannot be made is a denial, here and nowhere else. */
    public static AccessDecision decide(Request request, AccessState state, Instant now) {
        return decide(request, state, now, index -> index.policy().rules());
    }

    /** Who asks, whatever the rules say about the path: for endpoints of our own. Never throws either. */
    public static AccessDecision identify(Request request, AccessState state, Instant now) {
        return decide(request, state, now, index -> List.of());
    }

    /** As {@link #identify(Request, AccessState, Instant)}, and whether it is somebody with this role. */
    public static AccessDecision identify(Request request, AccessState state, Instant now, String role) {
        return switch (identify(request, state, now)) {
            case Allowed(Optional<Principal> principal, var target, var client)
            when principal.filter(one -> one.roles().contains(role)).isEmpty() ->
                new Denied(DenialReason.RoleMissing, true, principal.map(KnownToken::of));
            case AccessDecision decision -> decision;
        };
    }

    private static AccessDecision decide(
            Request request, AccessState state, Instant now, Function<AccessIndex, List<Rule>> rules) {
        try {
            return switch (state) {
                case AccessState.Unknown() -> denied(DenialReason.NotReady);
                case AccessState.Stale() -> denied(DenialReason.Stale);
                case AccessState.Usable(AccessIndex index) -> decide(request, index, now, rules.apply(index));
            };
        } catch (RuntimeException e) {
            // Not kept: its message may quote what the client sent.
            return denied(DenialReason.Failed);
        }
    }

    private static AccessDecision decide(Request request, AccessIndex index, Instant now, List<Rule> rules) {
        return switch (CanonicalPath.parse(request.target(), onlyHost(request))) {
            case RequestTarget.Refused(var why) -> denied(DenialReason.BadPath);
            case RequestTarget.Canonical target -> {
                var rule = ruleFor(request.method(), target.path(), rules);
                yield rule.isEmpty() || rule.get().access() == RuleAccess.Denied
                        ? denied(DenialReason.RuleDenied)
                        : decide(request, index, now, target, rule.get());
            }
        };
    }

    private static AccessDecision decide(
            Request request, AccessIndex index, Instant now, RequestTarget.Canonical target, Rule rule) {
        Optional<IpAddress> client = ClientAddress.of(request.peer(), request::headers, index.policy());
        return switch (new Authenticator(request, index, client, now).authenticate()) {
            case Known(Principal principal)
            when mayPass(principal, rule) -> new Allowed(Optional.of(principal), target, client);
            case Known(Principal principal) ->
                new Denied(DenialReason.RoleMissing, true, Optional.of(KnownToken.of(principal)));
            case NotKnown(Denied denial) ->
                rule.access() == RuleAccess.Public ? new Allowed(Optional.empty(), target, client) : denial;
        };
    }

    /** The first rule that speaks about the request. Where there are rules and none does, nobody may pass. */
    static Optional<Rule> ruleFor(String method, CanonicalPath path, List<Rule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).matches(method, path)) {
                return Optional.of(rules.get(i));
            }
        }
        return rules.isEmpty() ? Optional.of(ANY_LIVE_TOKEN) : Optional.empty();
    }

    private static boolean mayPass(Principal principal, Rule rule) {
        if (rule.access() == RuleAccess.Public || rule.roles().isEmpty()) {
            return true;
        }
        for (String role : rule.roles()) {
            if (principal.roles().contains(role)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> onlyHost(Request request) {
        var host = request.headers("Host");
        return host.size() == 1 ? Optional.of(host.getFirst()) : Optional.empty();
    }

    private static Denied denied(DenialReason reason) {
        return new Denied(reason, false, Optional.empty());
    }
}
