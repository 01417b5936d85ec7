package dev.payonce.reconcile;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.ledger.Operations;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Stage;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Reference;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether an order is charged because somebody asks for it. Never while it is paid, while an earlier charge may still
 * take the money, or before everything that anybody made for this order was looked at.
 */
final class ChargeHandler {

    private final Draft draft;
    private final List<Payment> ours;
    private final Observation seen;
    private final ResultRules results;

    ChargeHandler(Draft draft, List<Payment> ours, Observation seen, ResultRules results) {
        this.draft = draft;
        this.ours = ours;
        this.seen = seen;
        this.results = results;
    }

    /** @param notAfter the end of the request's time; the charge is not sent later */
    PaymentResult result(Request.Pay pay, Instant notAfter) {
        return reconciled()
                .or(this::underWay)
                .or(() -> unseen(pay))
                .or(() -> forgotten(pay))
                .or(this::notPayable)
                .or(() -> alive(pay))
                .or(() -> neverAgain(pay))
                .orElseGet(() -> charge(pay, notAfter));
    }

    private Optional<PaymentResult> reconciled() {
        return draft.paidBy().known() ? Optional.of(results.paid()) : Optional.empty();
    }

    /** A second click joins the first: one operation, and both get its answer. */
    private Optional<PaymentResult> underWay() {
        return draft.operations()
                .charges()
                .filter(Operations.Known::open)
                .findFirst()
                .map(results::of);
    }

    private Optional<PaymentResult> notPayable() {
        boolean waits = draft.status() == Status.PENDING || draft.status() == Status.FAILED;
        boolean held = draft.status() == Status.ON_HOLD && ours.stream().anyMatch(Payment::alive);
        if (!waits && !held) {
            return Optional.of(PaymentResult.refused("order_not_payable"));
        }
        return draft.order.total().filter(Money::isPositive).isPresent()
                ? Optional.empty()
                : Optional.of(PaymentResult.refused("amount_not_payable"));
    }

    private Optional<PaymentResult> unseen(Request.Pay pay) {
        return RefreshSchedule.everyoneWasSeen(draft, pay.gateway(), seen.lookedUp())
                ? Optional.empty()
                : Optional.of(PaymentResult.observing());
    }

    private Optional<PaymentResult> forgotten(Request.Pay pay) {
        return RefreshSchedule.nothingIsForgotten(draft, pay.gateway(), seen.lookedUp())
                ? Optional.empty()
                : Optional.of(PaymentResult.observing());
    }

    /** Money that was taken and is asked about, or an earlier payment that may still take it. */
    private Optional<PaymentResult> alive(Request.Pay pay) {
        if (ours.stream().anyMatch(Payment::holdsMoney)) {
            return Optional.of(PaymentResult.notYet(Why.UNDER_REVIEW));
        }
        return ours.stream()
                .filter(Payment::alive)
                .flatMap(payment -> alive(pay, payment).stream())
                .findFirst();
    }

    private Optional<PaymentResult> alive(Request.Pay pay, Payment payment) {
        boolean open = payment.stage() == Stage.OPEN && payment.waitsFor() != WaitsFor.GATEWAY;
        if (!open && !payment.inTheShoppersHand()) {
            return Optional.of(of(payment));
        }
        if (payment.tag().isEmpty()) {
            return Optional.empty(); // Another program's, so not ours to void; should it be paid too, it is extra.
        }
        boolean givenUp = draft.operations().voids(payment.id()).anyMatch(Operations.Known::open);
        if (!givenUp && !payment.refused() && sameWay(pay, payment)) {
            return Optional.of(of(payment));
        }
        return UncapturedPaymentRules.voiding(draft, payment)
                ? Optional.of(PaymentResult.observing())
                : Optional.empty();
    }

    /** A shopper who reloads the page goes on with what is open, instead of starting over. */
    private boolean sameWay(Request.Pay pay, Payment payment) {
        return draft.operations()
                .chargeOf(payment)
                .filter(charge -> charge.method().equals(pay.method())
                        && charge.manual() == pay.manual()
                        && draft.order.total().filter(charge.money()::equals).isPresent())
                .isPresent();
    }

    private PaymentResult of(Payment payment) {
        return payment.tag()
                .flatMap(tag -> draft.operations().number(tag.operation()))
                .map(results::of)
                .orElseGet(() -> PaymentResult.notYet(
                        Why.OTHER_PAYMENT, Reference.payment(payment.gateway(), payment.id(), payment.amount(), 0)));
    }

    /** The networks fine merchants who try a card again that they were told not to. */
    private Optional<PaymentResult> neverAgain(Request.Pay pay) {
        return draft.operations()
                .charges()
                .filter(known -> ((Operation.Charge) known.operation()).method().equals(pay.method()))
                .flatMap(known -> known.last().stream())
                .filter(last -> last.status() == OperationStatus.DECLINED && !last.mayRetry())
                .map(last -> PaymentResult.declined(last.detail(), false, last.operation()))
                .findFirst();
    }

    private PaymentResult charge(Request.Pay pay, Instant notAfter) {
        if (draft.wild()) {
            return PaymentResult.refused("too_many_attempts");
        }
        Money total = draft.order.total().orElseThrow();
        Operation charge = draft.open(
                pay.gateway(),
                Duration.between(draft.now, notAfter),
                header -> new Operation.Charge(
                        header, total, pay.method(), pay.manual(), pay.returnTo(), pay.offSession()));
        return PaymentResult.carryingOut(charge.number());
    }
}
