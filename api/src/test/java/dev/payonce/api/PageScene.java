package dev.payonce.api;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.ledger.PaymentHistory.Line;
import dev.payonce.ledger.PaymentHistory.Timeline;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.mysql.ledger.UnassignedTable;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.review.DecisionResult;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import dev.payonce.temporal.TemporalRuns.Run;
import dev.payonce.workflow.Stall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The scene of the page's tests: order 7 is in review, order 9 is stalled, and payment pi_9 has no order. */
final class PageScene {

    private static final OrderId ORDER = new OrderId("", 7);

    final List<ReviewDecision> decided = new ArrayList<>();
    private final RunningApi.Fakes fakes;
    private final List<Line> lines = new ArrayList<>();
    private final Instant start = Instant.now().minusSeconds(3 * 3600);

    PageScene(RunningApi.Fakes fakes) {
        this.fakes = fakes;
    }

    void set() {
        fakes.forget();
        decided.clear();
        lines.clear();
        Money asked = new Money(4990, "EUR");
        Money captured = new Money(5990, "EUR");
        add(
                new Fact.OperationCreated(new Operation.Charge(
                        new OperationHeader(1, ORDER, "key", "site", "stripe", "2", start, start.plusSeconds(60)),
                        asked,
                        "pm_1",
                        false,
                        "",
                        false,
                        Optional.empty())),
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
        fakes.decisions = (_, decision) -> decide(decision);
    }

    /** Returns the fields of a form that dismisses the review, up to the form's key. */
    static String decision(String why) {
        return "review=1&action=dismiss&payment=&operation=&choice=choice-1-dismiss-&why="
                + URLEncoder.encode(why, StandardCharsets.UTF_8) + "&form=";
    }

    private synchronized DecisionResult decide(ReviewDecision decision) {
        if (!decided.isEmpty()) {
            return new DecisionResult.AlreadyDecided(
                    decided.getFirst().who(), decided.getFirst().action(), Instant.now());
        }
        decided.add(decision);
        add(new Fact.ReviewDecided(decision, true), decision.who());
        add(new Fact.ReviewClosed(1, Fact.ReviewClosed.Why.DISMISSED), "rules");
        fakes.reviews.clear();
        return new DecisionResult.Applied();
    }

    private void add(Fact fact, String actor) {
        int number = lines.size() + 1;
        lines.add(new Line(new Entry(number, "line-" + number, fact, start.plusSeconds(number), actor), "1"));
        Ledger ledger = Ledger.of(lines.stream().map(Line::entry).toList());
        fakes.timelines.put(7L, new Timeline(ORDER, PaymentSummary.of(ledger), lines));
    }
}
