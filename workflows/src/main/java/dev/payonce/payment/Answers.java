package dev.payonce.payment;

import dev.payonce.order.Names;
import dev.payonce.payment.Answer.State;
import dev.payonce.payment.Payment.Stage;
import dev.payonce.payment.Payment.WaitsFor;
import java.util.List;
import java.util.Optional;

/** What a request is answered because of what its operation came to. */
final class Answers {

    private final Draft draft;
    private final List<Payment> ours;

    /** @param ours what was just seen; for the rest what was seen last counts */
    Answers(Draft draft, List<Payment> ours) {
        this.draft = draft;
        this.ours = ours;
    }

    /** The answer to whoever asked for this operation; for an operation that nobody remembers, the state now. */
    Answer of(int number) {
        return draft.operations().number(number).map(this::of).orElseGet(this::now);
    }

    /** The same; what is not final is looked at first when nobody has looked just now. */
    Answer looked(int number, Names looked) {
        Answer answer = of(number);
        if (!answer.isFinal() && !answer.payment().isEmpty() && !looked.contains(answer.payment())) {
            draft.lookNow(new Lookup(answer.gateway(), Names.of(answer.payment())));
            return Answer.working(number);
        }
        return answer;
    }

    Answer of(Operations.Known known) {
        Fact.Resolved last = known.last().orElse(null);
        if (last == null || known.due()) {
            return Answer.working(known.number());
        }
        return known.operation() instanceof Operation.Refund ? refund(known, last) : moved(known, last);
    }

    private Answer moved(Operations.Known known, Fact.Resolved last) {
        return switch (last.how()) {
            case DONE -> done(known.operation(), last.payment());
            case DECLINED ->
                about(last.payment(), known.number())
                        .filter(answer -> answer.state() == State.PAID)
                        .orElseGet(() -> Answer.declined(last.detail(), last.mayRetry(), known.number()));
            case REFUSED -> numbered(Answer.refused(last.detail()), known.number());
            case UNKNOWN, REPEATED -> numbered(Answer.of(State.PENDING, "outcome_unknown"), known.number());
            case ABSENT, GIVEN_UP -> Answer.declined("not_carried_out", true, known.number());
        };
    }

    /** A refund that is not made is refused, and never a declined payment. */
    private Answer refund(Operations.Known known, Fact.Resolved last) {
        Answer answer = switch (last.how()) {
            case DONE ->
                draft.refunds()
                        .number(known.number())
                        .flatMap(Refunds.Made::shown)
                        .map(back ->
                                returned(known.operation().ticket().gateway(), last.payment(), back, known.number()))
                        .orElseGet(() -> Answer.of(State.PENDING, "not_seen"));
            case DECLINED, REFUSED -> Answer.refused(last.detail());
            case UNKNOWN, REPEATED -> Answer.of(State.PENDING, "outcome_unknown");
            case ABSENT, GIVEN_UP -> Answer.refused("not_carried_out");
        };
        return numbered(answer, known.number());
    }

    /** Where a refund at the gateway stands: it may fail days after it was made. */
    Answer returned(String gateway, String payment, Payment.Return back, int operation) {
        return switch (back.state()) {
            case DONE -> Answer.of(State.REFUNDED, gateway, payment, back.money(), operation);
            case FAILED -> numbered(Answer.refused("refund_failed"), operation);
            case PENDING, OPEN, WON, LOST ->
                Answer.of(State.PENDING, gateway, payment, back.money(), operation)
                        .because("refund_pending", false);
        };
    }

    private Answer done(Operation operation, String payment) {
        Answer state = about(payment, operation.number())
                .orElseGet(() -> numbered(Answer.of(State.PENDING, "not_seen"), operation.number()));
        return switch (operation) {
            case Operation.Charge _ -> state;
            case Operation.Capture capture ->
                state.state() == State.PAID
                        ? state
                        : Answer.of(
                                State.CAPTURED,
                                capture.ticket().gateway(),
                                payment,
                                capture.money(),
                                operation.number());
            case Operation.Void it ->
                new Answer(
                        State.CANCELLED, "", false, it.ticket().gateway(), payment, state.money(), operation.number());
            case Operation.Refund _ -> state;
        };
    }

    /** Where the order's payment stands now, whoever made it. */
    Answer now() {
        if (draft.payer().known()) {
            return paid();
        }
        return draft.operations()
                .charges()
                .reduce((_, last) -> last)
                .map(this::of)
                .or(() -> Sightings.last(draft.written()).values().stream()
                        .reduce((_, last) -> last)
                        .flatMap(seen -> about(seen.payment(), 0)))
                .orElseGet(() -> Answer.of(State.PENDING, "no_payment"));
    }

    /** By whichever payment; without one when somebody marked the order paid by hand. */
    Answer paid() {
        return draft.written()
                .facts(Fact.Paid.class)
                .reduce((_, last) -> last)
                .map(paid -> Answer.of(
                        State.PAID, paid.gateway(), paid.payment(), paid.captured(), operationOf(paid.payment())))
                .orElseGet(() -> Answer.of(State.PAID, "elsewhere"));
    }

    private int operationOf(String payment) {
        return Optional.ofNullable(Sightings.last(draft.written()).get(payment))
                .map(Fact.Sighted::operation)
                .orElse(0);
    }

    private Optional<Answer> about(String payment, int operation) {
        return Optional.ofNullable(Sightings.last(draft.written()).get(payment)).map(seen -> about(seen, operation));
    }

    private Answer about(Fact.Sighted seen, int operation) {
        boolean captured = seen.stage() == Stage.CAPTURED;
        Answer pending = Answer.of(
                State.PENDING, seen.gateway(), seen.payment(), captured ? seen.captured() : seen.amount(), operation);
        return switch (seen.stage()) {
            case CAPTURED -> captured(seen, pending);
            case AUTHORIZED -> with(pending, State.AUTHORIZED);
            case APPROVED, PENDING -> pending;
            case CLOSED -> with(pending, State.DECLINED).because("closed", true);
            case OPEN ->
                seen.decline().isPresent()
                        ? with(pending, State.DECLINED).because(seen.decline().get(), mayRetry(seen.payment()))
                        : waiting(seen, pending);
        };
    }

    /** Whoever's payment is the second one has nothing to wait for: the order is paid, and his money is looked after. */
    private Answer captured(Fact.Sighted seen, Answer pending) {
        if (!draft.payer().known()) {
            return pending.because("under_review", false);
        }
        return draft.payer().names().meet(seen.names()) ? with(pending, State.PAID) : paid();
    }

    private static Answer waiting(Fact.Sighted seen, Answer pending) {
        return seen.waitsFor() == WaitsFor.SHOPPER ? with(pending, State.ACTION_REQUIRED) : pending;
    }

    private boolean mayRetry(String payment) {
        return ours.stream()
                .filter(seen -> seen.id().equals(payment))
                .flatMap(seen -> seen.decline().stream())
                .allMatch(Payment.Decline::mayRetry);
    }

    private static Answer with(Answer answer, State state) {
        return new Answer(
                state,
                answer.code(),
                answer.mayRetry(),
                answer.gateway(),
                answer.payment(),
                answer.money(),
                answer.operation());
    }

    private static Answer numbered(Answer answer, int operation) {
        return new Answer(
                answer.state(),
                answer.code(),
                answer.mayRetry(),
                answer.gateway(),
                answer.payment(),
                answer.money(),
                operation);
    }
}
