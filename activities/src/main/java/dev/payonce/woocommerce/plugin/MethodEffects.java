package dev.payonce.woocommerce.plugin;

import dev.payonce.ledger.Fact;
import dev.payonce.payment.Fee;
import dev.payonce.payment.SavedMethod;
import java.util.LinkedHashMap;
import java.util.Map;

/** The effects of what a payment leaves behind: a method that can pay again, and what the payment cost. */
final class MethodEffects {

    private MethodEffects() {}

    static UnnamedEffect token(Fact.MethodSaved saved) {
        SavedMethod method = saved.method();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("token", method.id());
        body.put("type", method.type());
        body.put("customer", method.customer());
        body.put("mandate", method.mandate());
        body.put("brand", method.brand());
        body.put("last4", method.last4());
        body.put("month", method.month());
        body.put("year", method.year());
        body.put("payment", saved.payment());
        return new UnnamedEffect("token", body);
    }

    /** Returns the fee with the names that the gateway's own plugin gives it, in major units. */
    static UnnamedEffect fee(Fact.FeeObserved booked) {
        Fee fee = booked.booked();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("payment", booked.payment());
        body.put("fee", UnnamedEffect.money(fee.fee()));
        body.put("net", UnnamedEffect.money(fee.net()));
        body.put(
                "meta",
                booked.payment().startsWith("pi_")
                        ? Map.of(
                                "_stripe_fee", fee.fee().major(),
                                "_stripe_net", fee.net().major(),
                                "_stripe_currency", fee.fee().currency())
                        : Map.of());
        return new UnnamedEffect("fee", body);
    }
}
