package dev.payonce.gateway.stripe.payment;

import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import dev.payonce.money.Money;
import dev.payonce.payment.Fee;
import java.util.Optional;

/**
 * The fee of a payment, by the balance transaction of its latest charge. Stripe writes that some moments after the
 * capture; what it shows of a later capture or a refund is another transaction.
 */
final class StripeFee {

    private StripeFee() {}

    static Optional<Fee> of(PaymentIntent intent) {
        return Optional.ofNullable(intent.getLatestChargeObject())
                .map(Charge::getBalanceTransactionObject)
                .flatMap(StripeFee::of);
    }

    private static Optional<Fee> of(BalanceTransaction booked) {
        Long fee = booked.getFee();
        Long net = booked.getNet();
        String currency = booked.getCurrency();
        if (fee == null || net == null || currency == null) {
            return Optional.empty();
        }
        Optional<Money> kept = StripeAmounts.ours(fee, currency);
        return kept.flatMap(cost -> StripeAmounts.ours(net, currency).map(left -> new Fee(cost, left)));
    }
}
