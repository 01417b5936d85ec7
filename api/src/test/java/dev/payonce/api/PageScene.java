package dev.payonce.api;

import dev.payonce.api.access.Role;
import dev.payonce.api.access.Scope;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.health.StoreStatus;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.ledger.PaymentHistory.Line;
import dev.payonce.ledger.PaymentHistory.Timeline;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.mysql.ledger.HandledPayment;
import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.mysql.ledger.UnassignedTable;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import dev.payonce.temporal.TemporalRuns.Run;
import dev.payonce.workflow.Stall;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The scene of the page's tests, on a running API: order 7 is in review, order 9 is stalled, and payment pi_9 has no order.
 */
public final class PageScene implements AutoCloseable {

    private static final OrderId ORDER = new OrderId("", 7);

    private final List<ReviewDecision> decided = new ArrayList<>();
    private final List<HandledPayment> handled = new ArrayList<>();
    private final RunningApi api;
    private final List<Line> lines = new ArrayList<>();
    private final Instant start = Instant.now().minusSeconds(3 * 3600);

    /** Starts an API with a token for each scope and role, and with links to two other systems. */
    public PageScene() {
        Map<String, String> environment = ApiSettingsTest.environment();
        environment.put("PAYONCE_REQUESTS_PER_SECOND", "10000");
        environment.put("PAYONCE_LINK_ORDER", "https://shop.example/wp-admin/post.php?post={order}&action=edit");
        environment.put("PAYONCE_LINK_RUN", "https://temporal.example/namespaces/default/workflows/{run}");
        environment.put(
                "PAYONCE_STORE_TOKENS",
                Stream.concat(
                                Stream.of(Scope.values()).map(Scope::word),
                                Stream.of(Role.values()).map(Role::word))
                        .map(word -> "only-" + word + ":" + word + ":" + ScopesTest.hash(ScopesTest.token(word)))
                        .collect(Collectors.joining(",")));
        api = RunningApi.with(environment);
    }

    /** Returns the token that has this scope alone. */
    public static String token(Scope scope) {
        return ScopesTest.token(scope);
    }

    /** Returns the token of this role. */
    public static String token(Role role) {
        return ScopesTest.token(role.word());
    }

    public static String hash(Scope scope) {
        return ScopesTest.hash(token(scope));
    }

    public URI at(String address) {
        return api.at(address);
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return api.send(request);
    }

    /** Returns the page's routes, as method and pattern. */
    public Set<String> routes() {
        return api.routes(true);
    }

    public List<ReviewDecision> decided() {
        return decided;
    }

    /** Returns the number of requests that reached the run. */
    public int asked() {
        return api.systems.asked.size();
    }

    public void temporalIsAway() {
        api.systems.temporalIsAway = true;
        api.fakes.decisions = (_, _) -> {
            throw new IllegalStateException("secret detail");
        };
    }

    /** Lets order 9 go on; the list, which is a moment behind, still has it. */
    public void recovers() {
        api.fakes.runs = _ -> Optional.empty();
        api.fakes.timelines.put(9L, new Timeline(new OrderId("", 9), PaymentSummary.NOTHING, List.copyOf(lines)));
    }

    public void databaseIsAway() {
        api.fakes.databaseIsAway = true;
    }

    public void storeIsNotServed(String why) {
        api.fakes.store = new StoreStatus.Status(StoreStatus.Kind.NOT_SUPPORTED, why);
    }

    /** Has each further decision end in this way. */
    public void decisionsEnd(DecisionResult end) {
        api.fakes.decisions = (_, _) -> end;
    }

    /** Has the payment pay the order. */
    public void pay() {
        Money captured = new Money(5990, "EUR");
        Optional<Money> total = Optional.of(captured);
        ExternalIds ids = ExternalIds.of("pi_1");
        add(new Fact.Paid(Order.Status.PENDING, "stripe", "pi_1", "ch_1", ids, captured, total, false), "rules");
    }

    /** Has an operation begin to refund a part of the payment. */
    public void refund(int operation) {
        Operation.Refund.RefundReason none = Operation.Refund.RefundReason.NONE;
        Operation.Refund.Cause asked = Operation.Refund.Cause.REQUEST;
        Money part = new Money(1250, "EUR");
        add(new Fact.OperationCreated(new Operation.Refund(header(operation), "pi_1", part, 0, none, asked)), "ann");
    }

    private OperationHeader header(int operation) {
        return new OperationHeader(operation, ORDER, "key", "site", "stripe", "2", start, start.plusSeconds(60));
    }

    /** Has each further request end in this way. */
    public void requestsEnd(PaymentResult end) {
        api.systems.result = end;
    }

    /** Returns the bulk refreshes by their names. */
    public Map<String, String> jobs() {
        return Map.copyOf(api.systems.bulk.jobs);
    }

    /** Returns the requests that reached the run. */
    public List<Request> requests() {
        return List.copyOf(api.systems.asked);
    }

    /** Returns what operators have marked as handled. */
    public List<HandledPayment> handled() {
        return handled;
    }

    private synchronized HandledPayment.Result handle(HandledPayment asked) {
        if (!handled.isEmpty()) {
            return new HandledPayment.Result.AlreadyHandled(handled.getFirst().who(), Instant.now());
        }
        handled.add(asked);
        api.fakes.unassigned.clear();
        return new HandledPayment.Result.Recorded();
    }

    /** Leaves nothing that needs a person. */
    public void clear() {
        api.fakes.forget();
        api.systems.forget();
        decided.clear();
        handled.clear();
        lines.clear();
    }

    @Override
    public void close() {
        api.close();
    }

    /** Sets the scene. */
    public void set() {
        clear();
        RunningApi.Fakes fakes = api.fakes;
        Money asked = new Money(4990, "EUR");
        Money captured = new Money(5990, "EUR");
        add(
                new Fact.OperationCreated(
                        new Operation.Charge(header(1), asked, "pm_1", false, "", false, Optional.empty())),
                "request of shop");
        add(
                new Fact.PaymentObserved(
                        "stripe",
                        "pi_1",
                        ExternalIds.of("pi_1"),
                        Stage.CAPTURED,
                        Optional.empty(),
                        captured,
                        captured,
                        Optional.empty(),
                        Payment.WaitsFor.NOTHING,
                        1),
                "charge 1");
        add(new Fact.OperationResolved(1, OperationStatus.DONE, "", false, "pi_1"), "charge 1");
        add(
                new Fact.ReviewOpened(new Review(
                        1,
                        "facts",
                        Review.Reason.AMOUNT_DIFFERS,
                        List.of(Lookup.of("stripe", "pi_1")),
                        List.of("Order 7 asks 49.90 EUR, and pi_1 captured 59.90 EUR."),
                        List.of(
                                new ReviewAction.Refresh(),
                                new ReviewAction.AcceptPaid("pi_1"),
                                new ReviewAction.RefundDuplicate("pi_1"),
                                new ReviewAction.Dismiss()))),
                "rules");
        fakes.reviews.add(new ReviewTable.Row(7, 1, "AMOUNT_DIFFERS", start));
        fakes.unassigned.add(new UnassignedTable.Row("stripe", "pi_9", "12.00 EUR", false, start.minusSeconds(60)));
        Run stalled = new Run(
                "9",
                true,
                "stripe-401",
                Optional.of(new Stall(
                        "stripe-401",
                        start.plusSeconds(600),
                        true,
                        "Stripe refuses the key (401). Set STRIPE_SECRET_KEY to a valid key.")));
        fakes.stalled.add(stalled);
        fakes.runs = order -> order.number() == 9 ? Optional.of(stalled) : Optional.empty();
        api.systems.handled = this::handle;
        fakes.decisions = (_, decision) -> decide(decision);
    }

    /** Returns the fields of a form that dismisses the review, up to the form's key. */
    public static String decision(String why) {
        return "review=1&action=dismiss&payment=&operation=&choice=choice-1-dismiss-&why="
                + URLEncoder.encode(why, StandardCharsets.UTF_8) + "&form=";
    }

    /** Has an operator propose to refund the payment. */
    public void propose(String who) {
        add(
                new Fact.DecisionProposed(
                        new ReviewDecision(1, new ReviewAction.RefundDuplicate("pi_1"), who, "agreed by phone"),
                        Optional.of(new Money(5990, "EUR"))),
                who);
        ReviewTable.Row row = api.fakes.reviews.getFirst();
        api.fakes.reviews.set(
                0,
                new ReviewTable.Row(
                        7,
                        1,
                        row.reason(),
                        row.at(),
                        Optional.of(who),
                        Optional.of(Instant.now().minusSeconds(60))));
    }

    private synchronized DecisionResult decide(ReviewDecision decision) {
        if (!decided.isEmpty()) {
            return new DecisionResult.AlreadyDecided(
                    decided.getFirst().who(), decided.getFirst().action(), Instant.now());
        }
        decided.add(decision);
        add(new Fact.ReviewDecided(decision, true), decision.who());
        add(new Fact.ReviewClosed(1, Fact.ReviewClosed.Why.DISMISSED), "rules");
        api.fakes.reviews.clear();
        return new DecisionResult.Applied();
    }

    private void add(Fact fact, String actor) {
        int number = lines.size() + 1;
        lines.add(new Line(new Entry(number, "line-" + number, fact, start.plusSeconds(number), actor), "1"));
        Ledger ledger = Ledger.of(lines.stream().map(Line::entry).toList());
        api.fakes.timelines.put(7L, new Timeline(ORDER, PaymentSummary.of(ledger), lines));
    }
}
