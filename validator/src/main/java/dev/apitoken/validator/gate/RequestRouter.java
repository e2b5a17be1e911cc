package dev.apitoken.validator.gate;

import dev.apitoken.token.access.ExternalAuthorizationSettings.Profile;
import dev.apitoken.token.access.PolicySettings;
import dev.apitoken.token.access.ResponseSettings;
import dev.apitoken.validator.decision.AccessDecision;
import dev.apitoken.validator.decision.AccessDecision.Allowed;
import dev.apitoken.validator.decision.AccessDecision.Denied;
import dev.apitoken.validator.decision.DenialReason;
import dev.apitoken.validator.decision.Principal;
import dev.apitoken.validator.decision.Request;
import dev.apitoken.validator.decision.RequestAuthenticator;
import dev.apitoken.validator.gate.GateMetrics.Entry;
import dev.apitoken.validator.index.AccessIndex;
import dev.apitoken.validator.index.AccessState;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a request of one event loop goes. Has no way to the upstream but through a decision that allows. */
final class RequestRouter {
    private final Function<Instant, AccessState> access;
    private final InstantSource clock;
    private final GateMetrics metrics;
    private final DecisionBook book;
    private final OwnEndpoints endpoints;
    private volatile @Nullable PolicyHeaders policyHeaders;

    RequestRouter(
            Optional<String> whoAmIPath,
            Function<Instant, AccessState> access,
            InstantSource clock,
            GateMetrics metrics,
            DecisionBook book) {
        this.access = access;
        this.clock = clock;
        this.metrics = metrics;
        this.book = book;
        this.endpoints = new OwnEndpoints(whoAmIPath, metrics, book);
    }

    Route route(HttpRequest http, Peer peer, boolean secure) {
        Instant now = clock.instant();
        AccessState state = access.apply(now);
        if (!(state instanceof AccessState.Usable(AccessIndex index))) {
            return route(new GateRequest(http, peer.hop(), secure), state, now);
        }
        return peer.owesHeader(index.policy())
                ? new Route.Refuse(Refusal.ProxyHeaderRequired)
                : route(new GateRequest(http, peer.address(index.policy()), secure), state, now);
    }

    private Route route(GateRequest request, AccessState state, Instant now) {
        String path = pathOf(request.target());
        if (path.startsWith(ExternalAuthorization.PATH) && ExternalAuthorization.answers(path, profile(state))) {
            return new Route.Advice(external(request, state, now));
        }
        Optional<Route> own = endpoints.route(path, request, state, now);
        return own.isPresent() ? own.get() : proxy(request, state, now);
    }

    /** The form has come. */
    Reply answer(FormBody form) {
        Instant now = clock.instant();
        return endpoints.answer(form, access.apply(now), now);
    }

    private Route proxy(GateRequest request, AccessState state, Instant now) {
        return switch (decide(Entry.Proxy, request, state, now)) {
            case Allowed allowed -> {
                PolicyHeaders policy = headersOf(index(state));
                yield new Route.Forward(
                        request,
                        allowed,
                        HeadRewriter.toUpstream(request, allowed, policy),
                        policy.policy().closeStreams());
            }
            case Denied denied -> new Route.Answer(DenialResponse.of(denied, responses(state)));
        };
    }

    private Reply external(GateRequest asked, AccessState state, Instant now) {
        if (!(state instanceof AccessState.Usable(AccessIndex index))) {
            Reply reply = DenialResponse.of(
                    book.enter(Entry.External, asked, unavailable(state), state, now), responses(state));
            return ExternalAuthorization.deny(reply, profileFor(asked, state));
        }
        PolicySettings policy = index.policy();
        Profile profile = policy.externalAuthorization().profile();
        if (!ExternalAuthorization.mayAsk(asked.peer(), policy.externalAuthorization())) {
            Denied denied = new Denied(DenialReason.CallerDenied, false, Optional.empty());
            return DenialResponse.of(book.enter(Entry.External, asked, denied, state, now), policy.responses());
        }
        if (ExternalAuthorization.isDisguised(asked, headersOf(index))) {
            metrics.refused(Refusal.MalformedRequest);
            return refusal(Refusal.MalformedRequest, asked, state);
        }
        Optional<OriginalRequest> original = OriginalRequest.of(asked, profile);
        if (original.isEmpty()) {
            Denied denied = new Denied(DenialReason.BadPath, false, Optional.empty());
            Reply reply = DenialResponse.of(book.enter(Entry.External, asked, denied, state, now), policy.responses());
            return ExternalAuthorization.deny(reply, profile);
        }
        return switch (decide(Entry.External, original.get(), state, now)) {
            case Allowed allowed -> ExternalAuthorization.allow(allowed, headersOf(index));
            case Denied denied -> ExternalAuthorization.deny(DenialResponse.of(denied, policy.responses()), profile);
        };
    }

    /** Whether the request of an open answer would be allowed again, by the same token; its end may have moved. */
    boolean isStillAllowed(Route.Forward route) {
        Instant now = clock.instant();
        return RequestAuthenticator.decide(route.request(), access.apply(now), now) instanceof Allowed again
                && again.principal()
                        .map(Principal::digest)
                        .equals(route.allowed().principal().map(Principal::digest));
    }

    Reply refusal(Refusal refusal) {
        return DenialResponse.of(refusal, responses(access.apply(clock.instant())));
    }

    /** What the gate cannot serve, said so that whoever asked understands it. */
    Reply refusal(Refusal refusal, GateRequest request) {
        return refusal(refusal, request, access.apply(clock.instant()));
    }

    private Reply refusal(Refusal refusal, GateRequest request, AccessState state) {
        Reply reply = DenialResponse.of(refusal, responses(state));
        boolean question = ExternalAuthorization.answers(pathOf(request.target()), profile(state));
        return question ? ExternalAuthorization.deny(reply, profileFor(request, state)) : reply;
    }

    private static Profile profileFor(GateRequest asked, AccessState state) {
        return state instanceof AccessState.Usable ? profile(state) : ExternalAuthorization.presumed(asked);
    }

    private AccessDecision decide(Entry entry, Request request, AccessState state, Instant now) {
        return book.enter(entry, request, RequestAuthenticator.decide(request, state, now), state, now);
    }

    private static Denied unavailable(AccessState state) {
        DenialReason reason = state instanceof AccessState.Stale ? DenialReason.Stale : DenialReason.NotReady;
        return new Denied(reason, false, Optional.empty());
    }

    static ResponseSettings responses(AccessState state) {
        return state instanceof AccessState.Usable(AccessIndex index)
                ? index.policy().responses()
                : ResponseSettings.DEFAULT;
    }

    private static Profile profile(AccessState state) {
        return state instanceof AccessState.Usable(AccessIndex index)
                ? index.policy().externalAuthorization().profile()
                : Profile.Envoy;
    }

    static AccessIndex index(AccessState state) {
        if (state instanceof AccessState.Usable(AccessIndex index)) {
            return index;
        }
        throw new IllegalStateException("allowed without a policy");
    }

    private PolicyHeaders headersOf(AccessIndex index) {
        PolicyHeaders known = policyHeaders;
        if (known == null || known.policy() != index.policy()) {
            known = new PolicyHeaders(index.policy());
            policyHeaders = known;
        }
        return known;
    }

    /** Own endpoints are asked for in origin form and by their exact path; anything else is judged and sent on. */
    private static String pathOf(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
