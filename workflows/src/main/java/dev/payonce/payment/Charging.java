package dev.payonce.payment;

import dev.payonce.money.Money;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Answer.State;
import dev.payonce.payment.Fact.How;
import dev.payonce.payment.Payment.Stage;
import dev.payonce.payment.Payment.WaitsFor;
import java.util.List;
import java.util.Optional;

/**
 * Whether an order is charged because somebody asks for it. Never while it is paid, while an earlier charge may still
 * take the money, or before everything that anybody made for this order was looked at.
 */
final class Charging {

    private final Draft draft;
    private final List<Payment> ours;
    private final Observation seen;
    private final Answers answers;

    Charging(Draft draft, List<Payment> ours, Observation seen, Answers answers) {
        this.draft = draft;
        this.ours = ours;
        this.seen = seen;
        this.answers = answers;
    }

    Answer answer(Request.Pay pay) {
        return settled()
                .or(this::underWay)
                .or(() -> unseen(pay))
                .or(() -> forgotten(pay))
                .or(this::notPayable)
                .or(() -> alive(pay))
                .or(() -> neverAgain(pay))
                .orElseGet(() -> charge(pay));
    }

    private Optional<Answer> settled() {
        return draft.payer().known() ? Optional.of(answers.paid()) : Optional.empty();
    }

    /** A second click joins the first: one operation, and both get its answer. */
    private Optional<Answer> underWay() {
        return draft.operations()
                .charges()
                .filter(Operations.Known::open)
                .findFirst()
                .map(answers::of);
    }

    private Optional<Answer> notPayable() {
        boolean waits = draft.status() == Status.PENDING || draft.status() == Status.FAILED;
        boolean held = draft.status() == Status.ON_HOLD && ours.stream().anyMatch(Payment::alive);
        if (!waits && !held) {
            return Optional.of(Answer.refused("order_not_payable"));
        }
        return draft.order.total().filter(Money::isPositive).isPresent()
                ? Optional.empty()
                : Optional.of(Answer.refused("amount_not_payable"));
    }

    private Optional<Answer> unseen(Request.Pay pay) {
        return Looks.everyoneWasSeen(draft, pay.gateway(), seen.looked())
                ? Optional.empty()
                : Optional.of(Answer.working(0));
    }

    private Optional<Answer> forgotten(Request.Pay pay) {
        return Looks.nothingIsForgotten(draft, pay.gateway(), seen.looked())
                ? Optional.empty()
                : Optional.of(Answer.working(0));
    }

    /** Money that was taken and is asked about, or an earlier payment that may still take it. */
    private Optional<Answer> alive(Request.Pay pay) {
        if (ours.stream().anyMatch(Payment::holdsMoney)) {
            return Optional.of(Answer.of(State.PENDING, "under_review"));
        }
        return ours.stream()
                .filter(Payment::alive)
                .flatMap(payment -> alive(pay, payment).stream())
                .findFirst();
    }

    private Optional<Answer> alive(Request.Pay pay, Payment payment) {
        if (payment.stage() != Stage.OPEN || payment.waitsFor() == WaitsFor.GATEWAY) {
            return Optional.of(of(payment));
        }
        if (payment.tag().isEmpty()) {
            return Optional.empty(); // Another program's, so not ours to void; should it be paid too, it is extra.
        }
        boolean givenUp = draft.operations().voids(payment.id()).anyMatch(Operations.Known::open);
        if (!givenUp && !payment.refused() && sameWay(pay, payment)) {
            return Optional.of(of(payment));
        }
        return draft.voiding(payment) ? Optional.of(Answer.working(0)) : Optional.empty();
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

    private Answer of(Payment payment) {
        return payment.tag()
                .flatMap(tag -> draft.operations().number(tag.operation()))
                .map(answers::of)
                .orElseGet(() -> Answer.of(State.PENDING, payment.gateway(), payment.id(), payment.amount(), 0)
                        .because("other_payment", false));
    }

    /** The networks fine merchants who try a card again that they were told not to. */
    private Optional<Answer> neverAgain(Request.Pay pay) {
        return draft.operations()
                .charges()
                .filter(known -> ((Operation.Charge) known.operation()).method().equals(pay.method()))
                .flatMap(known -> known.last().stream())
                .filter(last -> last.how() == How.DECLINED && !last.mayRetry())
                .map(last -> Answer.declined(last.detail(), false, last.operation()))
                .findFirst();
    }

    private Answer charge(Request.Pay pay) {
        if (draft.wild()) {
            return Answer.refused("too_many_attempts");
        }
        Money total = draft.order.total().orElseThrow();
        Operation charge = draft.open(
                pay.gateway(),
                Policy.CHARGE_WITHIN,
                ticket -> new Operation.Charge(
                        ticket, total, pay.method(), pay.manual(), pay.returnTo(), pay.offSession()));
        return Answer.working(charge.number());
    }
}
