package dev.payonce.reconcile;

import static dev.payonce.reconcile.Invariants.law;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.Refund.Cause;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.Operations;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
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
    void atRest(boolean everybodyIsAnswered) {
        boolean review = given.review().isPresent();
        law(everybodyIsAnswered, "everybody is answered");
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
        given.ledger().forEach(line -> {
            if (line.fact() instanceof Fact.ReversalObserved(var _, var _, var reversal)) {
                Reversal.State before = last.put(reversal.id(), reversal.state());
                law(before != reversal.state(), "each state is recorded once");
            }
        });
        return payment.reversals().stream().allMatch(reversal -> last.get(reversal.id()) == reversal.state());
    }

    /** Questions about this payment that a person closed without giving it back. */
    List<Review> dismissed(String payment) {
        return dismissed().filter(review -> review.objects().contains(payment)).toList();
    }

    private Stream<Review> dismissed() {
        List<Integer> decided = given.ledger().stream()
                .filter(line -> line.fact() instanceof Fact.ReviewDecided(var decision, var effect)
                        && effect
                        && (decision.action() instanceof ReviewAction.Dismiss
                                || decision.action() instanceof ReviewAction.AcceptPaid))
                .map(line -> ((Fact.ReviewDecided) line.fact()).decision().review())
                .toList();
        return given.ledger().stream()
                .filter(line -> line.fact() instanceof Fact.ReviewOpened)
                .map(line -> ((Fact.ReviewOpened) line.fact()).review())
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
}
