package dev.payonce.servers.stripe.api;

import com.stripe.Stripe;
import dev.payonce.servers.stripe.account.Account;
import dev.payonce.servers.stripe.account.Account.Cause;
import dev.payonce.servers.stripe.api.Idempotency.Print;
import dev.payonce.servers.stripe.chaos.Barrier.Phase;
import dev.payonce.servers.stripe.chaos.Barriers;
import dev.payonce.servers.stripe.chaos.Breakage;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.chaos.Faults;
import dev.payonce.servers.stripe.chaos.Faults.Drawn;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Calls;
import dev.payonce.servers.stripe.http.Exchange.Reply;
import dev.payonce.servers.stripe.http.Exchange.Request;
import dev.payonce.servers.stripe.http.Params;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.http.Route.Match;
import dev.payonce.servers.stripe.state.Json;
import dev.payonce.servers.stripe.state.Refusal;
import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way from a request to its reply, in Stripe's order: secret key, route, faults on the way and the rate limiter,
 * idempotency key, parameters. The endpoint comes last, and from then on the result is kept.
 */
public final class Api {

    private static final int KEY_LENGTH = 255;

    private final Account account;
    private final Faults faults;
    private final Barriers barriers;
    private final Calls calls;
    private final Endpoints endpoints;
    private final Idempotency idempotency;
    private volatile String secretKey;
    private volatile boolean mayWrite = true;

    /** @param webhook the address that events go to; empty for none */
    public Api(
            Account account,
            Faults faults,
            Barriers barriers,
            Calls calls,
            InstantSource clock,
            String secretKey,
            Supplier<Optional<URI>> webhook) {
        this.account = account;
        this.faults = faults;
        this.barriers = barriers;
        this.calls = calls;
        this.endpoints = new Endpoints(account, webhook);
        this.idempotency = new Idempotency(clock);
        this.secretKey = secretKey;
    }

    /** A request, as far as it is understood. */
    private record Task(Call call, Match match, Params params, Cause cause, Optional<Drawn> drawn) {
        Optional<Fault> before() {
            return drawn.filter(it -> !it.after()).map(Drawn::fault);
        }

        Optional<Fault> after() {
            return drawn.filter(Drawn::after).map(Drawn::fault);
        }
    }

    public void secretKey(String next) {
        secretKey = next;
    }

    public void mayWrite(boolean may) {
        mayWrite = may;
    }

    public Reply answer(Request request) {
        account.catchUp();
        String requestId = account.newRequestId();
        Reply reply;
        try {
            reply = understand(request, requestId);
        } catch (Refusal refusal) {
            reply = refused(refusal);
        }
        return reply.with("Request-Id", requestId).with("Stripe-Version", Stripe.API_VERSION);
    }

    private Reply understand(Request request, String requestId) {
        Access.check(request, secretKey);
        Match match = Route.of(request.method(), request.path())
                .orElseThrow(() -> Refusal.noRoute(request.method(), request.path()));
        boolean reads = match.route().reads();
        if (!reads && !mayWrite) {
            throw Refusal.forbidden("rak_" + match.route().name().toLowerCase(Locale.ROOT));
        }
        Params params = Params.of(reads ? request.query() : request.body());
        Optional<String> key = reads ? Optional.empty() : key(request);
        Call call = calls.arrived(match, key, params);
        if (!barriers.pass(Phase.ARRIVED, call)) {
            return Breakage.cut();
        }
        Task task = new Task(call, match, params, new Cause(Optional.of(requestId), key), faults.on(match, key));
        Reply seen = seen(task);
        return seen.then(() -> barriers.pass(Phase.ANSWERED, call));
    }

    /** Returns the reply that reaches the caller. */
    private Reply seen(Task task) {
        if (task.before().isPresent() && !Breakage.inside(task.before())) {
            return Breakage.instead(task.before().get(), task.match());
        }
        Reply reply;
        try {
            reply = kept(task);
        } catch (Refusal refusal) {
            reply = refused(refusal);
        }
        Reply whole = reply;
        boolean goesOn = barriers.pass(Phase.FINISHED, task.call());
        return goesOn
                ? task.after()
                        .map(fault -> Breakage.of(whole, fault, task.match()))
                        .orElse(whole)
                : Breakage.cut();
    }

    private Reply kept(Task task) {
        Print print = new Print(task.match().route(), task.match().id(), task.params());
        Optional<Reply> result = task.call().key().isPresent()
                ? idempotency.once(task.call().key().get(), print, () -> started(task))
                : started(task);
        return result.orElseGet(Breakage::cut);
    }

    /** Starts the work; empty when the request was lost before it had done anything. */
    private Optional<Reply> started(Task task) {
        Step step = endpoints.prepare(task.match(), task.params());
        return barriers.pass(Phase.STARTED, task.call()) ? Optional.of(executed(task, step)) : Optional.empty();
    }

    private Reply executed(Task task, Step step) {
        if (Breakage.inside(task.before())) {
            return own(Breakage.instead(task.before().orElseThrow(), task.match()), task);
        }
        Reply reply;
        try {
            reply = Reply.of(200, Map.of(), Json.text(step.run(task.cause())));
        } catch (Refusal refusal) {
            reply = refused(refusal);
        }
        // Kept as the caller sees it: a repeated request learns no more.
        Reply kept = Breakage.inside(task.after())
                ? own(Breakage.instead(task.after().orElseThrow(), task.match()), task)
                : reply;
        return kept.with("Request-Id", task.cause().request().orElseThrow());
    }

    /** Marks a kept failure: a repeat with the same key would only bring it again, and Stripe says so. */
    private static Reply own(Reply failure, Task task) {
        return task.call().key().isPresent() ? failure.with("Stripe-Should-Retry", "false") : failure;
    }

    private Reply refused(Refusal refusal) {
        Reply reply =
                Reply.of(refusal.status(), Map.of(), Json.text(account.render().error(refusal)));
        return switch (refusal.status()) {
            case 402 -> reply.with("Stripe-Should-Retry", "false");
            case 409 -> reply.with("Stripe-Should-Retry", "true");
            default -> reply;
        };
    }

    private static Optional<String> key(Request request) {
        Optional<String> key = request.header("idempotency-key").filter(it -> !it.isBlank());
        if (key.filter(it -> it.length() > KEY_LENGTH).isPresent()) {
            throw Refusal.invalid("", "", "Idempotency keys are at most 255 characters long");
        }
        return key;
    }
}
