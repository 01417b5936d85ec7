package dev.payonce.servers.stripe.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.servers.stripe.state.Json;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Instant;

/**
 * The writer of Stripe's JSON of customers, their methods and their transfers.
 *
 * @param livemode see {@link Render}
 */
public record WalletRender(boolean livemode) {

    public ObjectNode customer(Wallet.Customer customer) {
        ObjectNode json = Json.object("customer", customer.id());
        json.put("created", customer.created().getEpochSecond());
        json.putNull("default_source");
        json.putNull("description");
        json.put("email", customer.email().orElse(null));
        json.put("livemode", livemode);
        json.set("metadata", Render.strings(customer.metadata()));
        json.put("name", customer.name().orElse(null));
        json.putNull("shipping");
        return json;
    }

    public ObjectNode method(String id, TestCard card, Instant created) {
        ObjectNode json = Json.object("payment_method", id);
        json.putObject("billing_details");
        json.put("created", created.getEpochSecond());
        json.putNull("customer");
        json.put("livemode", livemode);
        json.putObject("metadata");
        return json.put("type", card.type());
    }

    /** Writes the receipt of a customer's transfer. */
    public ObjectNode funding(String customer, String currency, long amount, long balance, Instant created) {
        ObjectNode json = Json.object("customer_cash_balance_transaction", "ccsbtxn_" + created.toEpochMilli());
        json.put("created", created.getEpochSecond());
        json.put("currency", currency);
        json.put("customer", customer);
        json.put("ending_balance", balance);
        json.put("livemode", livemode);
        json.put("net_amount", amount);
        return json.put("type", "funded");
    }
}
