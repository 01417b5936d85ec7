package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Operations;
import dev.payonce.ledger.Refunds;
import dev.payonce.money.Money;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.RetryAdvice;
import dev.payonce.payment.RetryAdvice.Way;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.SavedMethod;
import dev.payonce.payment.Stage;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.Reference;
import dev.payonce.request.PaymentResult.State;
import dev.payonce.request.PaymentResult.Why;
import java.util.Optional;

/** The rules for a request's result, from its operation's outcome. */
record ResultRules(Draft draft) {

    /** Returns the result for this operation's callers; for an operation that the ledger lacks, the present state. */
    PaymentResult of(int number) {
        return draft.operations().number(number).map(this::of).orElseGet(this::now);
    }

    /** Returns the same result; one that is not final needs a fresh observation first. */
    PaymentResult lookedUp(int number) {
        PaymentResult result = of(number);
        Reference about = result.of();
        if (!result.isFinal()
                && !about.payment().isEmpty()
                && !draft.seen.lookedUp().contains(about.payment())) {
            draft.refreshNow(Lookup.of(about.gateway(), about.payment()));
            return PaymentResult.carryingOut(number);
        }
        return result;
    }

    PaymentResult of(Operations.Known known) {
        Fact.OperationResolved last = known.last().orElse(null);
        if (last == null || known.due() || known.heldBack()) {
            return PaymentResult.carryingOut(known.number());
        }
        if (known.neverSent() && known.notSent().isPresent()) {
            return PaymentResult.notYet(Why.UNAVAILABLE, Reference.operation(known.number()));
        }
        boolean refund = known.operation() instanceof Operation.Refund; // One that is not made is refused.
        return switch (last.status()) {
            case DONE -> refund ? refunded(known, last) : done(known.operation(), last.payment());
            case DECLINED ->
                refund
                        ? PaymentResult.refused(last.detail(), known.number())
                        : about(last.payment(), known.number())
                                .filter(result -> result.is(State.PAID))
                                .or(() -> authenticates(known, last))
                                .orElseGet(() -> declined(known, last));
            case REFUSED -> PaymentResult.refused(last.detail(), known.number());
            case DUE, UNKNOWN, RESENT -> unknown(known.number());
            case ABSENT, GIVEN_UP ->
                refund
                        ? PaymentResult.refused("not_carried_out", known.number())
                        : PaymentResult.declined("not_carried_out", true, known.number());
        };
    }

    /**
     * Returns the action of a shopper who was away when her bank wanted her: the declined payment is paid by her
     * authentication. It ends when the payment is paid, closed, or declined for another reason.
     */
    private Optional<PaymentResult> authenticates(Operations.Known known, Fact.OperationResolved last) {
        boolean away = known.operation() instanceof Operation.Charge charge && charge.offSession();
        boolean wanted = draft.ledger()
                .facts(Fact.PaymentObserved.class)
                .anyMatch(seen -> seen.payment().equals(last.payment()) && wantsShopper(seen));
        return draft.ledger()
                .lastObserved(last.payment())
                .filter(seen -> away && wanted && seen.stage() == Stage.OPEN)
                .filter(seen -> seen.decline().isEmpty() || wantsShopper(seen)) // She may be at it just now.
                .map(seen -> new PaymentResult.Action(
                        Optional.empty(),
                        Reference.payment(seen.gateway(), seen.payment(), seen.amount(), known.number())));
    }

    private PaymentResult declined(Operations.Known known, Fact.OperationResolved last) {
        Optional<PaymentResult.Retry> retry = draft.ledger()
                .lastObserved(last.payment())
                .filter(seen -> seen.decline()
                        .filter(decline -> decline.code().equals(last.detail()))
                        .isPresent())
                .flatMap(ResultRules::advice)
                .map(advice -> PaymentResult.Retry.of(advice, known.since()));
        return new PaymentResult.Final(
                State.DECLINED, last.detail(), last.mayRetry(), Reference.operation(known.number()), retry);
    }

    private static boolean wantsShopper(Fact.PaymentObserved seen) {
        return advice(seen).filter(it -> it.way() == Way.AUTHENTICATE).isPresent();
    }

    private static Optional<RetryAdvice> advice(Fact.PaymentObserved seen) {
        return seen.decline().flatMap(Payment.Decline::advice);
    }

    private PaymentResult refunded(Operations.Known known, Fact.OperationResolved last) {
        return draft.ledger()
                .refunds()
                .number(known.number())
                .flatMap(Refunds.Made::shown)
                .map(reversal ->
                        returned(known.operation().header().gateway(), last.payment(), reversal, known.number()))
                .orElseGet(() -> unknown(known.number()));
    }

    private static PaymentResult unknown(int operation) {
        return PaymentResult.notYet(Why.OUTCOME_UNKNOWN, Reference.operation(operation));
    }

    /** Returns the state of a refund at the gateway: it may fail days after it was made. */
    PaymentResult returned(String gateway, String payment, Reversal reversal, int operation) {
        Reference of = Reference.refund(gateway, payment, reversal, operation);
        return switch (reversal.state()) {
            case DONE -> PaymentResult.of(State.REFUNDED, of);
            case FAILED -> PaymentResult.refused("refund_failed", of);
            case PENDING, OPEN, WON, LOST, PREVENTED -> PaymentResult.notYet(Why.REFUND_PENDING, of);
        };
    }

    private PaymentResult done(Operation operation, String payment) {
        int number = operation.number();
        PaymentResult state = about(payment, number).orElseGet(() -> unknown(number));
        return switch (operation) {
            case Operation.Charge _, Operation.Refund _ -> state;
            case Operation.Capture capture ->
                state.is(State.PAID)
                        ? state
                        : PaymentResult.of(
                                State.CAPTURED,
                                Reference.payment(capture.header().gateway(), payment, capture.money(), number));
            case Operation.Void it ->
                PaymentResult.of(
                        captured(payment) ? State.CAPTURED : State.CANCELLED,
                        new Reference(it.header().gateway(), payment, state.of().money(), Optional.empty(), number));
        };
    }

    /** Returns the state of the order's payment, of any origin. */
    PaymentResult now() {
        if (draft.standing().settled()) {
            return paid();
        }
        if (draft.standing().partlyPaid()) {
            return partlyPaid();
        }
        return draft.operations()
                .charges()
                .reduce((_, last) -> last)
                .filter(charge -> !givenBack(charge))
                .map(this::of)
                .or(() -> draft.ledger().lastObserved().values().stream()
                        .reduce((_, last) -> last)
                        .filter(seen ->
                                !seen.captured().isPositive() || draft.ledger().net(seen) > 0)
                        .flatMap(seen -> about(seen.payment(), 0)))
                .orElseGet(() -> PaymentResult.notYet(Why.NO_PAYMENT));
    }

    /** Returns the paid result, with its payment if there is one: an administrator may have marked the order paid. */
    PaymentResult paid() {
        return draft.ledger()
                .facts(Fact.Paid.class)
                .reduce((_, last) -> last)
                .map(paid -> PaymentResult.of(
                        State.PAID,
                        Reference.payment(paid.gateway(), paid.payment(), paid.captured(), operationOf(paid.payment()))
                                .with(saved(paid.payment()))))
                .orElseGet(() -> new PaymentResult.Final(State.PAID, "elsewhere", false, Reference.NONE));
    }

    /** Returns the refusal of an order that asks more than the merchant holds of what it was paid with. */
    PaymentResult partlyPaid() {
        Optional<Money> held =
                draft.order.total().map(total -> new Money(draft.standing().held(), total.currency()));
        return PaymentResult.refused("partly_paid", new Reference("", "", held, draft.order.total(), 0));
    }

    private boolean captured(String payment) {
        return draft.ledger()
                .lastObserved(payment)
                .filter(seen -> seen.captured().isPositive())
                .isPresent();
    }

    private boolean givenBack(Operations.Known charge) {
        return charge.last()
                .flatMap(last -> draft.ledger().lastObserved(last.payment()))
                .filter(seen -> seen.captured().isPositive() && draft.ledger().net(seen) == 0)
                .isPresent();
    }

    private int operationOf(String payment) {
        return draft.ledger()
                .lastObserved(payment)
                .map(Fact.PaymentObserved::operation)
                .orElse(0);
    }

    private Optional<SavedMethod> saved(String payment) {
        return draft.ledger()
                .facts(Fact.MethodSaved.class)
                .filter(saved -> saved.payment().equals(payment))
                .map(Fact.MethodSaved::method)
                .reduce((_, last) -> last);
    }

    private Optional<PaymentResult> about(String payment, int operation) {
        return draft.ledger().lastObserved(payment).map(seen -> about(seen, operation));
    }

    private PaymentResult about(Fact.PaymentObserved seen, int operation) {
        Reference of = Reference.payment(
                        seen.gateway(),
                        seen.payment(),
                        seen.captured().isPositive() ? seen.captured() : seen.amount(),
                        operation)
                .with(saved(seen.payment()));
        return switch (seen.stage()) {
            case CAPTURED -> captured(seen, of);
            case AUTHORIZED -> PaymentResult.of(State.AUTHORIZED, of);
            case APPROVED -> PaymentResult.notYet(Why.GATEWAY_PENDING, of);
            case PENDING -> waiting(seen, of);
            case CLOSED -> new PaymentResult.Final(State.DECLINED, "closed", true, of);
            case OPEN ->
                seen.decline()
                        .<PaymentResult>map(no -> new PaymentResult.Final(State.DECLINED, no.code(), no.mayRetry(), of))
                        .orElseGet(() -> waiting(seen, of));
        };
    }

    /** Returns PAID to the payer of a duplicate payment too: the order is paid, and rules give that money back. */
    private PaymentResult captured(Fact.PaymentObserved seen, Reference of) {
        if (!draft.standing().settled()) {
            return PaymentResult.notYet(Why.UNDER_REVIEW, of);
        }
        return draft.standing().payers().meet(seen.externalIds()) ? PaymentResult.of(State.PAID, of) : paid();
    }

    private static PaymentResult waiting(Fact.PaymentObserved seen, Reference of) {
        return seen.waitsFor() == WaitsFor.SHOPPER
                ? new PaymentResult.Action(Optional.empty(), of)
                : PaymentResult.notYet(Why.GATEWAY_PENDING, of);
    }
}
