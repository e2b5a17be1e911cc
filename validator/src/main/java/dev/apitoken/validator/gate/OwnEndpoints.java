package dev.apitoken.validator.gate;

import dev.apitoken.token.access.ResponseSettings;
import dev.apitoken.validator.decision.AccessDecision;
import dev.apitoken.validator.decision.AccessDecision.Allowed;
import dev.apitoken.validator.decision.AccessDecision.Denied;
import dev.apitoken.validator.decision.DenialReason;
import dev.apitoken.validator.decision.RequestAuthenticator;
import dev.apitoken.validator.gate.GateMetrics.Entry;
import dev.apitoken.validator.index.AccessIndex;
import dev.apitoken.validator.index.AccessState;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Instant;
import java.util.Optional;

/** The endpoints that are answered here about the policy and its tokens, by exact paths. Rules say nothing about them. */
final class OwnEndpoints {
    private static final String OURS = "/apitoken/";
    private static final String WELL_KNOWN = "/.well-known/";
    static final String WHO_AM_I = "/apitoken/me";
    static final String JWKS = "/.well-known/jwks.json";

    private static final Reply NOT_READY =
            DenialResponse.of(new Denied(DenialReason.NotReady, false, Optional.empty()), ResponseSettings.DEFAULT);

    private final Optional<String> whoAmIPath;
    private final GateMetrics metrics;
    private final DecisionBook book;
    private final PublishedKeys publishedKeys = new PublishedKeys();

    /** @param whoAmIPath a second path for {@code /apitoken/me} */
    OwnEndpoints(Optional<String> whoAmIPath, GateMetrics metrics, DecisionBook book) {
        this.whoAmIPath = whoAmIPath;
        this.metrics = metrics;
        this.book = book;
    }

    /** Empty: the path is none of them. */
    Optional<Route> route(String path, GateRequest request, AccessState state, Instant now) {
        if (path.startsWith(WELL_KNOWN)) {
            return published(path, request, state);
        }
        if (path.equals(WHO_AM_I) || whoAmIPath.isPresent() && path.equals(whoAmIPath.get())) {
            return Optional.of(new Route.Answer(readOnly(request, state).orElseGet(() -> whoAmI(request, state, now))));
        }
        return path.startsWith(OURS)
                ? FormEndpoint.at(path).map(endpoint -> asked(endpoint, request, state, now))
                : Optional.empty();
    }

    private Optional<Route> published(String path, GateRequest request, AccessState state) {
        if (!(state instanceof AccessState.Usable(AccessIndex index))) {
            return path.equals(JWKS) ? Optional.of(new Route.Answer(NOT_READY)) : Optional.empty();
        }
        if (path.equals(JWKS)) {
            return Optional.of(new Route.Answer(readOnly(request, state)
                    .or(() -> publishedKeys.answer(request, index.issuers()))
                    .orElseGet(() -> refused(Refusal.UnknownIssuer, state))));
        }
        return Discovery.document(path, request, index.issuers())
                .<Route>map(document ->
                        new Route.Answer(readOnly(request, state).orElseGet(() -> document.answer(request))));
    }

    private Optional<Reply> readOnly(GateRequest request, AccessState state) {
        HttpMethod method = request.http().method();
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method)
                ? Optional.empty()
                : Optional.of(methodNotAllowed("GET, HEAD", state));
    }

    private Reply methodNotAllowed(String allowed, AccessState state) {
        return refused(Refusal.MethodNotAllowed, state).with("Allow", allowed);
    }

    private Reply refused(Refusal refusal, AccessState state) {
        metrics.refused(refusal);
        return DenialResponse.of(refusal, RequestRouter.responses(state));
    }

    private Reply whoAmI(GateRequest request, AccessState state, Instant now) {
        AccessDecision decision = RequestAuthenticator.identify(request, state, now);
        return switch (book.enter(Entry.WhoAmI, request, decision, state, now)) {
            case Allowed allowed -> WhoAmI.answer(allowed.principal().orElseThrow(), allowed.client());
            case Denied denied -> DenialResponse.of(denied, RequestRouter.responses(state));
        };
    }

    /** Who may not ask is told before a byte of the form is read. */
    private Route asked(FormEndpoint endpoint, GateRequest request, AccessState state, Instant now) {
        return switch (RequestAuthenticator.identify(request, state, now, endpoint.role())) {
            case Denied denied -> {
                book.enter(endpoint.entry(), request, denied, state, now);
                yield new Route.Answer(DenialResponse.of(denied, RequestRouter.responses(state)));
            }
            case Allowed asker
            when !HttpMethod.POST.equals(request.http().method()) -> new Route.Answer(methodNotAllowed("POST", state));
            case Allowed asker
            when !FormBody.isAnnounced(request.http()) -> new Route.Answer(refused(Refusal.MalformedRequest, state));
            case Allowed asker -> new Route.Form(endpoint, request);
        };
    }

    /** The form is there. Who asks is asked again: it may have ended while it sent. */
    Reply answer(FormBody form, AccessState state, Instant now) {
        FormEndpoint endpoint = form.endpoint();
        GateRequest request = form.request();
        AccessDecision decision = RequestAuthenticator.identify(request, state, now, endpoint.role());
        if (book.enter(endpoint.entry(), request, decision, state, now) instanceof Denied denied) {
            return DenialResponse.of(denied, RequestRouter.responses(state));
        }
        AccessIndex index = RequestRouter.index(state);
        return form.fields()
                .flatMap(fields -> endpoint.reply(fields, index, now))
                .orElseGet(() -> refused(Refusal.MalformedRequest, state));
    }
}
