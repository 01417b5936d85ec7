package dev.payonce.sandbox.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stripe.Stripe;
import dev.payonce.sandbox.stripe.Account.Cause;
import dev.payonce.sandbox.stripe.Exchange.Manner;
import dev.payonce.sandbox.stripe.Exchange.Reply;
import dev.payonce.sandbox.stripe.Exchange.Request;
import dev.payonce.sandbox.stripe.Route.Match;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * From a request to its reply: key, route, fault, then the endpoint; a refusal becomes Stripe's error body. Saved
 * results of idempotency keys belong between the fault and the endpoint, because Stripe's rate limiter comes before
 * them.
 */
final class Api {

    private final Account account;
    private final Faults faults;
    private final Endpoints endpoints;
    private volatile String secretKey;

    Api(Account account, Faults faults, String secretKey) {
        this.account = account;
        this.faults = faults;
        this.endpoints = new Endpoints(account);
        this.secretKey = secretKey;
    }

    void secretKey(String next) {
        secretKey = next;
    }

    Reply answer(Request request) {
        String requestId = account.newRequestId();
        Cause cause = new Cause(Optional.of(requestId), request.header("idempotency-key"));
        Map<String, String> headers = Map.of("Request-Id", requestId, "Stripe-Version", Stripe.API_VERSION);
        try {
            authenticate(request);
            Match match = Route.of(request.method(), request.path())
                    .orElseThrow(() -> Refusal.noRoute(request.method(), request.path()));
            Optional<Fault> fault = faults.on(match);
            return fault.isPresent()
                    ? wrong(fault.get(), request, match, cause, headers)
                    : right(request, match, cause, headers);
        } catch (Refusal refusal) {
            return Reply.of(refusal.status(), headers, Json.text(refusal.body(account.render())));
        }
    }

    private Reply right(Request request, Match match, Cause cause, Map<String, String> headers) {
        return Reply.of(200, headers, Json.text(endpoints.answer(match, params(request, match), cause)));
    }

    private Reply wrong(Fault fault, Request request, Match match, Cause cause, Map<String, String> headers) {
        return switch (fault) {
            case Fault.Late(var by) -> right(request, match, cause, headers).late(by);
            case Fault.Reset() -> right(request, match, cause, headers).in(Manner.RESET);
            case Fault.HalfBody() -> right(request, match, cause, headers).in(Manner.HALF);
            case Fault.Failure(int status)
            when status > 500 -> Reply.of(status, headers, "<html><body>Bad gateway</body></html>");
            case Fault.Failure(int status) ->
                Reply.of(status, headers, error("api_error", "", "An unknown error occurred"));
            case Fault.RateLimited(var retryAfter) ->
                Reply.of(
                        429,
                        Map.of("Request-Id", cause.request().orElse(""), "Retry-After", "" + retryAfter.toSeconds()),
                        error("invalid_request_error", "rate_limit", "Request rate limit exceeded."));
            case Fault.Missing() -> throw Refusal.missing("intent", "payment_intent", match.id());
            case Fault.StrangeStatus() -> {
                ObjectNode json = endpoints.answer(match, params(request, match), cause);
                yield Reply.of(200, headers, Json.text(json.put("status", "requires_quantum_state")));
            }
        };
    }

    private void authenticate(Request request) {
        String sent = request.header("authorization").map(Api::key).orElse("");
        if (sent.isEmpty()) {
            throw Refusal.unauthorized("You did not provide an API key.");
        }
        if (!sent.equals(secretKey)) {
            String tail = sent.substring(Math.max(0, sent.length() - 4));
            throw Refusal.unauthorized("Invalid API Key provided: " + "*".repeat(8) + tail);
        }
    }

    /** Either a bearer token or the user of basic authentication. */
    private static String key(String header) {
        if (header.startsWith("Bearer ")) {
            return header.substring("Bearer ".length()).strip();
        }
        if (!header.startsWith("Basic ")) {
            return "";
        }
        try {
            byte[] pair = Base64.getDecoder()
                    .decode(header.substring("Basic ".length()).strip());
            String text = new String(pair, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0 ? text : text.substring(0, colon);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private static Params params(Request request, Match match) {
        return Params.of(match.route().reads() ? request.query() : request.body());
    }

    private static String error(String type, String code, String message) {
        ObjectNode root = Json.object();
        ObjectNode error = root.putObject("error");
        error.put("type", type);
        error.put("message", message);
        if (!code.isEmpty()) {
            error.put("code", code);
        }
        return Json.text(root);
    }
}
