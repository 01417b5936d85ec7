package dev.payonce.ledger;

import dev.payonce.gateway.Operation;
import dev.payonce.money.Money;
import dev.payonce.order.Order;
import dev.payonce.payment.Payment;
import dev.payonce.review.ReviewAction;
import java.util.List;
import java.util.Optional;

/**
 * The stake of an operator's action: the amount that the merchant may lose by it.
 *
 * @param amount empty where it is not known
 */
public record Stake(Optional<Money> amount) {

    /**
     * Returns the stake; empty where nothing is at stake. Accepting what the order asks, or more, loses nothing.
     *
     * @param ours the order's payments as they are seen now
     */
    public static Optional<Stake> of(ReviewAction action, Order order, List<Payment> ours, Ledger ledger) {
        return switch (action) {
            case ReviewAction.RefundDuplicate(var id) ->
                Optional.of(new Stake(payment(ours, id).map(Payment::net)));
            case ReviewAction.AcceptPaid(var id) ->
                order.total()
                                .flatMap(total -> payment(ours, id)
                                        .filter(payment -> payment.net().covers(0, total)))
                                .isPresent()
                        ? Optional.empty()
                        : Optional.of(new Stake(order.total()));
            case ReviewAction.GiveUp(var number) ->
                Optional.of(new Stake(
                        ledger.operations().number(number).flatMap(known -> money(ledger, known.operation()))));
            case ReviewAction.Refresh _, ReviewAction.RetryEffects _, ReviewAction.Dismiss _ -> Optional.empty();
        };
    }

    private static Optional<Payment> payment(List<Payment> ours, String id) {
        return ours.stream().filter(payment -> payment.id().equals(id)).findFirst();
    }

    private static Optional<Money> money(Ledger ledger, Operation operation) {
        return operation
                .amount()
                .or(() -> operation.target().flatMap(ledger::lastObserved).map(Fact.PaymentObserved::amount));
    }
}
