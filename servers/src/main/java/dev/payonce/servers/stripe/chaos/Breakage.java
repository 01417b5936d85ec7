package dev.payonce.servers.stripe.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.servers.stripe.http.Exchange.Manner;
import dev.payonce.servers.stripe.http.Exchange.Reply;
import dev.payonce.servers.stripe.http.Route.Match;
import dev.payonce.servers.stripe.state.Json;
import dev.payonce.servers.stripe.state.Refusal;
import java.util.Map;
import java.util.Optional;

/** The reply that a caller gets because of a fault. */
public final class Breakage {

    private Breakage() {}

    /** Returns true when the endpoint itself fails, and its key remembers the failure. */
    public static boolean inside(Optional<Fault> fault) {
        return fault.filter(it -> it instanceof Fault.Failure failure && failure.inside())
                .isPresent();
    }

    /** Returns the reply of a request that did nothing. */
    public static Reply instead(Fault fault, Match match) {
        return switch (fault) {
            case Fault.Late(var by) -> Reply.silence().late(by);
            case Fault.Reset() -> Reply.silence();
            case Fault.HalfBody() -> cut();
            case Fault.Failure(int status) -> failure(status);
            case Fault.RateLimited(var retryAfter) ->
                Reply.of(
                        429,
                        Map.of("Retry-After", "" + retryAfter.toSeconds()),
                        error("invalid_request_error", "rate_limit", "Request rate limit exceeded."));
            case Fault.Missing() -> throw Refusal.missing("intent", "payment_intent", match.id());
            case Fault.StrangeStatus() -> throw new IllegalStateException("Nothing was done that has a status");
        };
    }

    /** Returns a connection that ends in the middle of a proxy's page: the request's effect stays unknown. */
    public static Reply cut() {
        return failure(502).in(Manner.HALF);
    }

    /** Returns the reply of a request that was carried out. */
    public static Reply of(Reply whole, Fault fault, Match match) {
        return switch (fault) {
            case Fault.Late(var by) -> whole.late(by);
            case Fault.Reset() -> whole.in(Manner.RESET);
            case Fault.HalfBody() -> whole.in(Manner.HALF);
            case Fault.StrangeStatus() -> strange(whole);
            // The endpoint's own failures are the whole reply already, or it is a replay, which they cannot reach.
            case Fault.Failure _ when inside(Optional.of(fault)) -> whole;
            case Fault.Failure _, Fault.RateLimited _, Fault.Missing _ -> instead(fault, match);
        };
    }

    private static Reply strange(Reply whole) {
        if (whole.status() != 200) {
            return whole;
        }
        String body = Json.text(Json.parse(whole.body()).put("status", "requires_quantum_state"));
        return new Reply(whole.status(), whole.headers(), body, whole.after(), whole.manner(), whole.written());
    }

    private static Reply failure(int status) {
        if (status > 500) {
            return Reply.of(status, Map.of(), "<html><body>Bad gateway</body></html>");
        }
        String body = switch (status) {
            case 409, 429 -> error("invalid_request_error", "lock_timeout", "The object is in use by another request.");
            case 424 -> error("api_error", "", "A service that Stripe depends on has failed");
            default -> error("api_error", "", "An unknown error occurred");
        };
        Reply reply = Reply.of(status, Map.of(), body);
        return status == 409 ? reply.with("Stripe-Should-Retry", "true") : reply;
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
