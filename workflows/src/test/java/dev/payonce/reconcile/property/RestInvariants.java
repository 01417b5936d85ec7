package dev.payonce.reconcile.property;

import static dev.payonce.reconcile.property.LedgerInvariants.facts;
import static dev.payonce.reconcile.property.LedgerInvariants.last;
import static dev.payonce.reconcile.property.LedgerInvariants.law;
import static dev.payonce.reconcile.property.LedgerInvariants.net;
import static dev.payonce.reconcile.property.LedgerInvariants.proving;
import static dev.payonce.reconcile.property.LedgerInvariants.underWayBack;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.Refund.Cause;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.Operations;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.review.ReviewDecision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The invariants of money at rest: what the order does not need is refunded, on its way, under review, or was decided.
 */
final class RestInvariants {

    private final Given given;
    private final SimulatedGateway bank;

    RestInvariants(Given given, SimulatedGateway bank) {
        this.given = given;
        this.bank = bank;
    }

    /** Verifies that a refund that a rule or an operator wanted, and that did not come, is not forgotten. */
    void nothingIsForgotten(List<Operation.Refund> opened) {
        if (given.review().isPresent()) {
            return;
        }
        Map<String, Operation.Refund> last = new HashMap<>();
        opened.stream()
                .filter(refund -> refund.cause() != Cause.REQUEST)
                .forEach(refund -> last.put(refund.payment(), refund));
        for (Operation.Refund refund : last.values()) {
            Payment payment = bank.payment(refund.payment());
            boolean exhausted = operations()
                    .number(refund.number())
                    .filter(known -> !known.counts())
                    .isPresent();
            law(
                    !exhausted
                            || paid(payment)
                            || !stored(payment)
                            || !payment.holdsMoney()
                            || !dismissed(payment.id()).isEmpty(),
                    "what did not go back does not rest in silence: " + refund);
        }
    }

    /** Verifies the rest after a full observation. */
    void atRest(boolean eachCallerIsAnswered) {
        boolean review = given.review().isPresent();
        law(eachCallerIsAnswered, "each caller is answered");
        law(
                review
                        || dismissed().findAny().isPresent()
                        || operations().all().stream().noneMatch(Operations.Known::open),
                "no operation is forgotten");
        law(stored(), "every return is on record as it is");
        for (Payment payment : bank.all()) {
            boolean dismissed = !dismissed(payment.id()).isEmpty();
            law(
                    paid(payment) || !payment.holdsMoney() || review || dismissed,
                    "no money rests in silence: " + payment.id());
            law(
                    !payment.overdrawn() || !payment.disputed() || review || dismissed,
                    "what was refunded and is disputed is asked about: " + payment.id());
        }
    }

    /** Reports whether the ledger knows the last state of every reversal. */
    boolean stored() {
        return bank.all().stream()
                .filter(payment -> payment.stage() == Stage.CAPTURED)
                .allMatch(this::stored);
    }

    private boolean stored(Payment payment) {
        Map<String, Reversal.State> last = new HashMap<>();
        facts(given.ledger(), Fact.ReversalObserved.class)
                .map(Fact.ReversalObserved::reversal)
                .forEach(reversal -> law(
                        last.put(reversal.id(), reversal.state()) != reversal.state(), "each state is recorded once"));
        return payment.reversals().stream().allMatch(reversal -> last.get(reversal.id()) == reversal.state());
    }

    /** Returns the reviews of this payment that an operator closed without a refund. */
    List<Review> dismissed(String payment) {
        return dismissed().filter(review -> review.objects().contains(payment)).toList();
    }

    private Stream<Review> dismissed() {
        List<Integer> decided = facts(given.ledger(), Fact.ReviewDecided.class)
                .filter(Fact.ReviewDecided::effect)
                .map(Fact.ReviewDecided::decision)
                .filter(decision -> decision.action() instanceof ReviewAction.Dismiss
                        || decision.action() instanceof ReviewAction.AcceptPaid)
                .map(ReviewDecision::review)
                .toList();
        return facts(given.ledger(), Fact.ReviewOpened.class)
                .map(Fact.ReviewOpened::review)
                .filter(review -> decided.contains(review.number()));
    }

    /** Reports whether the order records this payment as its payer. */
    boolean paid(Payment payment) {
        return given.order()
                .paid()
                .filter(paid -> paid.externalIds().meet(payment.externalIds()))
                .isPresent();
    }

    Operations operations() {
        return Ledger.of(given.ledger()).operations();
    }

    /** Verifies after a full observation of a scenario that nothing rests in silence, and nothing is forgotten. */
    static void atRest(RandomScenario world, Reconciliation reconciled, Observation seen) {
        Order order = world.given.order();
        ExternalIds refreshed = refreshed(reconciled.next());
        for (Payment payment : seen.payments()) {
            PaymentLifecycle life = world.life(payment.id());
            Payment now = life.now();
            if (!new PaymentBuilder(now).seenAt(payment.seenAt()).made().equals(payment)) {
                continue;
            }
            boolean asked = asked(world.given, payment.id());
            boolean paidBy = order != null && paid(payment, order, world.given.ledger());
            boolean ours = order != null && life.isOf(order);
            boolean goesOn = refreshed.contains(payment.id()) || voided(reconciled, payment.id());
            boolean partly = now.alive() && goesOn; // Of an authorization a part was captured, and more may be.
            law(
                    !now.holdsMoney() || paidBy || asked || partly || !life.concerns(order),
                    "no money rests in silence: " + payment.id());
            boolean voucherOfAnother = now.inTheShoppersHand()
                    && now.tag().isEmpty(); // It holds no money, and only its maker may void it.
            boolean binds = now.stage() == Stage.AUTHORIZED || (now.stage() == Stage.PENDING && !voucherOfAnother);
            law(!binds || !ours || paidBy || asked || goesOn, "nothing binds in silence: " + payment.id());
            boolean atWork = now.alive() && now.waitsFor() == Payment.WaitsFor.GATEWAY;
            law(!atWork || !ours || paidBy || refreshed.contains(payment.id()), "what is under way is refreshed");
            if (ours && lastPayer(world.given.ledger(), payment.id()) && now.holdsMoney() && !now.disputed()) {
                new HoldInvariants(world.given.ledger(), now, world.inquiriesHold).atRest(order.status(), asked);
            }
        }
        if (order != null) {
            world.lives.forEach(life -> waitedFor(world.given, reconciled, life.id()));
            underWayBack(world.given.ledger())
                    .forEach(payment -> law(refreshed.contains(payment), "what goes back is refreshed: " + payment));
        }
        seen.notFound().stream()
                .flatMap(missing -> missing.objects().all().stream())
                .filter(object -> order == null || !order.externalIds().contains(object))
                .forEach(object -> law(refreshed.contains(object), "what is missing is looked for again"));
    }

    /** Reports whether our ledger names this payer; or the order does, and the money of the ledger's payers is gone. */
    private static boolean paid(Payment payment, Order order, List<Entry> ledger) {
        List<String> payers =
                facts(ledger, Fact.Paid.class).map(Fact.Paid::payment).toList();
        boolean byOrder = proving(order).meet(payment.externalIds());
        return payers.contains(payment.id()) || (byOrder && payers.stream().allMatch(payer -> net(ledger, payer) == 0));
    }

    private static boolean lastPayer(List<Entry> ledger, String payment) {
        return facts(ledger, Fact.Paid.class)
                .reduce((_, last) -> last)
                .filter(paid -> paid.payment().equals(payment))
                .isPresent();
    }

    /** Verifies I5: what may still pay an unpaid order, by the ledger, has a next refresh, a due void, or a review. */
    private static void waitedFor(Given given, Reconciliation reconciled, String payment) {
        Fact.PaymentObserved last = last(given.ledger(), payment);
        if (last == null || given.order().paid().isPresent()) {
            return;
        }
        boolean unpaid = switch (given.status()) {
            case PENDING, FAILED, ON_HOLD -> true;
            case PROCESSING, COMPLETED, CANCELLED, REFUNDED, TRASH, OTHER -> false;
        };
        boolean waits = switch (last.stage()) {
            case PENDING, AUTHORIZED -> true;
            case OPEN -> last.decline().isEmpty() && last.operation() > 0;
            case APPROVED, CAPTURED, CLOSED -> false;
        };
        law(
                !unpaid
                        || !waits
                        || facts(given.ledger(), Fact.Paid.class).findAny().isPresent()
                        || voided(reconciled, payment)
                        || asked(given, payment)
                        || refreshed(reconciled.next()).contains(payment),
                "what may still pay the order has a next refresh: " + payment);
    }

    private static boolean asked(Given given, String payment) {
        return Ledger.of(given.ledger()).openReviews().stream()
                .anyMatch(review -> review.objects().contains(payment));
    }

    private static boolean voided(Reconciliation reconciled, String payment) {
        return reconciled.due().stream()
                .anyMatch(
                        due -> due instanceof Operation.Void it && it.payment().equals(payment));
    }

    private static ExternalIds refreshed(Next next) {
        return switch (next) {
            case Next.Rest() -> ExternalIds.NONE;
            case Next.RefreshAfter refresh -> Invariants.objects(refresh.what());
            case Next.NeedsReview ask -> Invariants.objects(ask.meanwhile().what());
        };
    }
}
