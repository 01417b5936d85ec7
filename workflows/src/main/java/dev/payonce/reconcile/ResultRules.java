package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Operations;
import dev.payonce.ledger.Refunds;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.PaymentResult.State;
import java.util.Optional;

/** What a request is answered because of what its operation came to. */
final class ResultRules {

    private final Draft draft;

    ResultRules(Draft draft) {
        this.draft = draft;
    }

    /** The answer to whoever asked for this operation; for an operation that nobody remembers, the state now. */
    PaymentResult of(int number) {
        return draft.operations().number(number).map(this::of).orElseGet(this::now);
    }

    /** The same; what is not final is looked at first when nobody has looked just now. */
    PaymentResult lookedUp(int number, ExternalIds lookedUp) {
        PaymentResult result = of(number);
        if (!result.isFinal() && !result.payment().isEmpty() && !lookedUp.contains(result.payment())) {
            draft.refreshNow(new Lookup(result.gateway(), ExternalIds.of(result.payment())));
            return PaymentResult.working(number);
        }
        return result;
    }

    PaymentResult of(Operations.Known known) {
        Fact.OperationResolved last = known.last().orElse(null);
        if (last == null || known.due()) {
            return PaymentResult.working(known.number());
        }
        if (known.notSent().isPresent()) {
            return numbered(PaymentResult.of(State.UNAVAILABLE, known.notSent().get()), known.number());
        }
        return known.operation() instanceof Operation.Refund ? refund(known, last) : moved(known, last);
    }

    private PaymentResult moved(Operations.Known known, Fact.OperationResolved last) {
        return switch (last.status()) {
            case DONE -> done(known.operation(), last.payment());
            case DECLINED ->
                about(last.payment(), known.number())
                        .filter(result -> result.state() == State.PAID)
                        .orElseGet(() -> PaymentResult.declined(last.detail(), last.mayRetry(), known.number()));
            case REFUSED -> numbered(PaymentResult.refused(last.detail()), known.number());
            case DUE, UNKNOWN, RESENT -> numbered(PaymentResult.of(State.PENDING, "outcome_unknown"), known.number());
            case ABSENT, GIVEN_UP -> PaymentResult.declined("not_carried_out", true, known.number());
        };
    }

    /** A refund that is not made is refused, and never a declined payment. */
    private PaymentResult refund(Operations.Known known, Fact.OperationResolved last) {
        PaymentResult result = switch (last.status()) {
            case DONE ->
                draft.refunds()
                        .number(known.number())
                        .flatMap(Refunds.Made::shown)
                        .map(reversal -> returned(
                                known.operation().header().gateway(), last.payment(), reversal, known.number()))
                        .orElseGet(() -> PaymentResult.of(State.PENDING, "not_seen"));
            case DECLINED, REFUSED -> PaymentResult.refused(last.detail());
            case DUE, UNKNOWN, RESENT -> PaymentResult.of(State.PENDING, "outcome_unknown");
            case ABSENT, GIVEN_UP -> PaymentResult.refused("not_carried_out");
        };
        return numbered(result, known.number());
    }

    /** Where a refund at the gateway stands: it may fail days after it was made. */
    PaymentResult returned(String gateway, String payment, Reversal reversal, int operation) {
        return switch (reversal.state()) {
            case DONE -> PaymentResult.of(State.REFUNDED, gateway, payment, reversal.money(), operation);
            case FAILED -> numbered(PaymentResult.refused("refund_failed"), operation);
            case PENDING, OPEN, WON, LOST, PREVENTED ->
                PaymentResult.of(State.PENDING, gateway, payment, reversal.money(), operation)
                        .because("refund_pending", false);
        };
    }

    private PaymentResult done(Operation operation, String payment) {
        PaymentResult state = about(payment, operation.number())
                .orElseGet(() -> numbered(PaymentResult.of(State.PENDING, "not_seen"), operation.number()));
        return switch (operation) {
            case Operation.Charge _ -> state;
            case Operation.Capture capture ->
                state.state() == State.PAID
                        ? state
                        : PaymentResult.of(
                                State.CAPTURED,
                                capture.header().gateway(),
                                payment,
                                capture.money(),
                                operation.number());
            case Operation.Void it ->
                new PaymentResult(
                        State.CANCELLED, "", false, it.header().gateway(), payment, state.money(), operation.number());
            case Operation.Refund _ -> state;
        };
    }

    /** Where the order's payment stands now, whoever made it. */
    PaymentResult now() {
        if (draft.paidBy().known()) {
            return paid();
        }
        return draft.operations()
                .charges()
                .reduce((_, last) -> last)
                .map(this::of)
                .or(() -> draft.ledger().lastObserved().values().stream()
                        .reduce((_, last) -> last)
                        .flatMap(seen -> about(seen.payment(), 0)))
                .orElseGet(() -> PaymentResult.of(State.PENDING, "no_payment"));
    }

    /** By whichever payment; without one when somebody marked the order paid by hand. */
    PaymentResult paid() {
        return draft.ledger()
                .facts(Fact.Paid.class)
                .reduce((_, last) -> last)
                .map(paid -> PaymentResult.of(
                        State.PAID, paid.gateway(), paid.payment(), paid.captured(), operationOf(paid.payment())))
                .orElseGet(() -> PaymentResult.of(State.PAID, "elsewhere"));
    }

    private int operationOf(String payment) {
        return Optional.ofNullable(draft.ledger().lastObserved().get(payment))
                .map(Fact.PaymentObserved::operation)
                .orElse(0);
    }

    private Optional<PaymentResult> about(String payment, int operation) {
        return Optional.ofNullable(draft.ledger().lastObserved().get(payment)).map(seen -> about(seen, operation));
    }

    private PaymentResult about(Fact.PaymentObserved seen, int operation) {
        boolean captured = seen.stage() == Stage.CAPTURED;
        PaymentResult pending = PaymentResult.of(
                State.PENDING, seen.gateway(), seen.payment(), captured ? seen.captured() : seen.amount(), operation);
        return switch (seen.stage()) {
            case CAPTURED -> captured(seen, pending);
            case AUTHORIZED -> with(pending, State.AUTHORIZED);
            case APPROVED -> pending;
            case PENDING -> waiting(seen, pending);
            case CLOSED -> with(pending, State.DECLINED).because("closed", true);
            case OPEN ->
                seen.decline().isPresent()
                        ? with(pending, State.DECLINED)
                                .because(
                                        seen.decline().get().code(),
                                        seen.decline().get().mayRetry())
                        : waiting(seen, pending);
        };
    }

    /** Whoever's payment is the second one has nothing to wait for: the order is paid, and his money is looked after. */
    private PaymentResult captured(Fact.PaymentObserved seen, PaymentResult pending) {
        if (!draft.paidBy().known()) {
            return pending.because("under_review", false);
        }
        return draft.paidBy().externalIds().meet(seen.externalIds()) ? with(pending, State.PAID) : paid();
    }

    private static PaymentResult waiting(Fact.PaymentObserved seen, PaymentResult pending) {
        return seen.waitsFor() == WaitsFor.SHOPPER ? with(pending, State.ACTION_REQUIRED) : pending;
    }

    private static PaymentResult with(PaymentResult result, State state) {
        return new PaymentResult(
                state,
                result.code(),
                result.mayRetry(),
                result.gateway(),
                result.payment(),
                result.money(),
                result.operation());
    }

    private static PaymentResult numbered(PaymentResult result, int operation) {
        return new PaymentResult(
                result.state(),
                result.code(),
                result.mayRetry(),
                result.gateway(),
                result.payment(),
                result.money(),
                operation);
    }
}
