package dev.payonce.reconcile;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.DeclinedPayment;
import dev.payonce.gateway.OperationHeader;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.ledger.Operations;
import dev.payonce.ledger.Standing;
import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Reference;
import dev.payonce.request.PaymentResult.Why;
import dev.payonce.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The handler of charge requests. It never charges while the order is paid, or while an earlier charge may still take
 * the money. It charges only after every payment of this order was looked up.
 */
record ChargeHandler(Draft draft, ResultRules results) {

    /** @param notAfter the end of the request's time; the charge is not sent later */
    PaymentResult result(Request.Pay pay, Instant notAfter) {
        return paid().or(this::underWay)
                .or(() -> unless(RefreshSchedule.everyoneWasSeen(draft, pay.gateway())))
                .or(this::partlyPaid)
                .or(() -> unless(RefreshSchedule.nothingIsForgotten(draft, pay.gateway())))
                .or(this::notPayable)
                .or(() -> renewedBefore(pay))
                .or(() -> again(pay, notAfter))
                .or(() -> alive(pay))
                .or(() -> neverAgain(pay))
                .or(() -> TwinRules.result(draft, pay.gateway()))
                .orElseGet(() -> charge(pay, notAfter, Optional.empty()));
    }

    private Optional<PaymentResult> paid() {
        return draft.standing().settled() ? Optional.of(results.paid()) : Optional.empty();
    }

    /** Refuses an order that asks more than it was paid, or has only a paid date; waits for money on its way back. */
    private Optional<PaymentResult> partlyPaid() {
        Standing standing = draft.standing();
        boolean onItsWayBack = draft.ledger().lastReversals().values().stream()
                .anyMatch(line -> line.fact() instanceof Fact.ReversalObserved(var _, var _, var reversal)
                        && reversal.state() == Reversal.State.PENDING
                        && reversal.counts());
        return switch (standing.kind()) {
            case SHORT -> Optional.of(results.partlyPaid());
            case DATED -> Optional.of(PaymentResult.refused("marked_paid"));
            case OWED -> onItsWayBack ? Optional.of(PaymentResult.notYet(Why.REFUND_PENDING)) : Optional.empty();
            case PAID -> standing.partlyPaid() ? Optional.of(results.partlyPaid()) : Optional.empty();
            case MARKED_PAID, CLOSED, FOREIGN -> Optional.empty();
        };
    }

    /** Joins a second click to the first: one operation, and both get its result. */
    private Optional<PaymentResult> underWay() {
        return draft.operations()
                .charges()
                .filter(Operations.Known::open)
                .findFirst()
                .map(results::of);
    }

    private Optional<PaymentResult> notPayable() {
        boolean held = draft.status() == Status.ON_HOLD && draft.ours.stream().anyMatch(Payment::alive);
        if (!draft.status().isPayable() && !held) {
            return Optional.of(PaymentResult.refused("order_not_payable"));
        }
        return draft.order.total().filter(Money::isPositive).isPresent()
                ? Optional.empty()
                : Optional.of(PaymentResult.refused("amount_not_payable"));
    }

    /**
     * Answers a renewal that was declined a moment ago as it was answered then: a hook that is registered twice fires
     * twice. One for which the bank wants the shopper is answered so until she acts, since she is still away.
     */
    private Optional<PaymentResult> renewedBefore(Request.Pay pay) {
        return draft.operations()
                .charges()
                .filter(known -> pay.offSession() && known.is(OperationStatus.DECLINED))
                .filter(known -> {
                    Operation.Charge charge = (Operation.Charge) known.operation();
                    return charge.offSession() && charge.method().equals(pay.method());
                })
                .reduce((_, last) -> last)
                .filter(known -> draft.now.isBefore(known.since().plus(Policy.RENEWED_AGAIN_WITHIN))
                        || results.of(known) instanceof PaymentResult.Action)
                .map(results::of);
    }

    private static Optional<PaymentResult> unless(boolean seen) {
        return seen ? Optional.empty() : Optional.of(PaymentResult.observing());
    }

    /**
     * Confirms our own declined payment again, with the same method or another one: the gateway sees one payment, which
     * takes money once however many tabs confirm it. A decline that forbids another try of its method gets a payment of
     * its own, and so does a charge on other terms.
     */
    private Optional<PaymentResult> again(Request.Pay pay, Instant notAfter) {
        List<Payment> inQuestion = draft.ours.stream()
                .filter(payment -> payment.alive() || payment.holdsMoney())
                .toList();
        return Optional.of(inQuestion)
                .filter(some -> some.size() == 1)
                .map(List::getFirst)
                .filter(payment -> payment.refused() && payment.gateway().equals(pay.gateway()))
                .filter(payment -> takesAttempt(pay, payment) && neverAgain(pay).isEmpty())
                .filter(payment -> draft.operations().voids(payment.id()).noneMatch(Operations.Known::open))
                .map(payment -> draft.fresh(payment)
                        ? TwinRules.result(draft, pay.gateway())
                                .orElseGet(() -> charge(
                                        pay,
                                        notAfter,
                                        Optional.of(new DeclinedPayment(payment.id(), payment.transaction()))))
                        : PaymentResult.observing());
    }

    /** Answers with captured money under review, or an earlier payment that may still take it. */
    private Optional<PaymentResult> alive(Request.Pay pay) {
        if (draft.ours.stream().anyMatch(Payment::holdsMoney)) {
            return Optional.of(PaymentResult.notYet(Why.UNDER_REVIEW));
        }
        return draft.ours.stream()
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
        // While it cannot be voided, it may still take the money: a new charge would be the second one.
        return Optional.of(VoidRules.underWay(draft, payment) ? PaymentResult.observing() : other(payment));
    }

    /**
     * Reports whether the declined payment takes this attempt. A gateway that refused to confirm it is not asked again:
     * it may not take the method for this payment.
     */
    private boolean takesAttempt(Request.Pay pay, Payment payment) {
        boolean mayRetry = payment.decline().filter(Payment.Decline::mayRetry).isPresent();
        boolean refused = draft.operations()
                .charges()
                .anyMatch(known -> known.is(OperationStatus.REFUSED) && known.targets(payment.id()));
        return !refused
                && attempt(payment)
                        .filter(last -> sameTerms(pay, last, payment)
                                && takesAddress(pay, last)
                                && (mayRetry || !last.method().equals(pay.method())))
                        .isPresent();
    }

    /**
     * Reports whether the payment takes an attempt with, or without, an address to return to. One that was made with it
     * takes no attempt without; one that was made without it takes no other method, which might send the shopper away.
     */
    private static boolean takesAddress(Request.Pay pay, Operation.Charge last) {
        boolean returned = !last.returnTo().isEmpty();
        return returned != pay.returnTo().isEmpty()
                || (!returned && last.method().equals(pay.method()));
    }

    /** Reports whether a shopper who reloads the page continues the open payment, instead of starting over. */
    private boolean sameWay(Request.Pay pay, Payment payment) {
        return attempt(payment)
                .filter(last -> last.method().equals(pay.method()) && sameTerms(pay, last, payment))
                .isPresent();
    }

    /** Reports whether the payment is what the request asks; the gateway's amount counts, which others may change. */
    private boolean sameTerms(Request.Pay pay, Operation.Charge charge, Payment payment) {
        return charge.manual() == pay.manual()
                && charge.use().equals(pay.use())
                && payment.amount().equals(charge.money())
                && draft.order.total().filter(charge.money()::equals).isPresent();
    }

    private Optional<Operation.Charge> attempt(Payment payment) {
        return draft.operations().attemptOf(payment).map(known -> (Operation.Charge) known.operation());
    }

    private PaymentResult of(Payment payment) {
        return draft.operations().attemptOf(payment).map(results::of).orElseGet(() -> other(payment));
    }

    private static PaymentResult other(Payment payment) {
        return PaymentResult.notYet(
                Why.OTHER_PAYMENT, Reference.payment(payment.gateway(), payment.id(), payment.amount(), 0));
    }

    /** Refuses a card that must not be tried again, since networks fine merchants for it. */
    private Optional<PaymentResult> neverAgain(Request.Pay pay) {
        return draft.operations()
                .charges()
                .filter(known -> ((Operation.Charge) known.operation()).method().equals(pay.method()))
                .flatMap(known -> draft.ledger()
                        .facts(Fact.OperationResolved.class)
                        .filter(resolved -> resolved.operation() == known.number()))
                .filter(last -> last.status() == OperationStatus.DECLINED && !last.mayRetry())
                .map(last -> PaymentResult.declined(last.detail(), false, last.operation()))
                .findFirst();
    }

    private PaymentResult charge(Request.Pay pay, Instant notAfter, Optional<DeclinedPayment> confirms) {
        if (draft.wild()) {
            return PaymentResult.refused("too_many_attempts");
        }
        Optional<Instant> again = declinedUntil();
        if (again.isPresent()) {
            return new PaymentResult.NotYet(Why.TOO_MANY_DECLINES, again, Reference.NONE);
        }
        Money total = draft.order.total().orElseThrow();
        Operation charge = draft.open(
                pay.gateway(),
                Duration.between(draft.now, notAfter),
                header -> new Operation.Charge(
                        header.shaped(OperationHeader.CHARGE_SHAPE),
                        total,
                        pay.method(),
                        pay.manual(),
                        pay.returnTo(),
                        pay.offSession(),
                        confirms,
                        pay.use()));
        return PaymentResult.carryingOut(charge.number());
    }

    /** Returns the time until which no card is tried, since too many were declined within an hour. */
    private Optional<Instant> declinedUntil() {
        int most = draft.policy.terms().declinesPerHour();
        return draft.operations()
                .charges()
                .filter(known -> known.is(OperationStatus.DECLINED))
                .map(known -> known.since().plus(Policy.DECLINES_WITHIN))
                .filter(draft.now::isBefore)
                .sorted(Comparator.reverseOrder())
                .skip(Math.max(0, most - 1))
                .findFirst()
                .filter(_ -> most > 0);
    }
}
