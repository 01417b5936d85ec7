package dev.payonce.woocommerce.plugin;

import dev.payonce.ledger.Entry;
import dev.payonce.money.Money;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An effect before it has the name of the ledger entry that it follows from. */
record UnnamedEffect(String kind, Map<String, Object> body) {

    /**
     * Makes a note for the order's clerks. The plugin has the words, in the clerk's language.
     *
     * @param code one of CONTRACT.md §3, or empty where {@code text} is the whole note
     */
    static UnnamedEffect note(String code, String payment, Optional<Money> amount, String text) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", code);
        body.put("payment", payment);
        amount.ifPresent(money -> body.put("amount", money(money)));
        body.put("text", text);
        return new UnnamedEffect("note", body);
    }

    /** Returns an amount as the plugin reads it: minor units and ISO 4217 code. */
    static Map<String, Object> money(Money money) {
        return Map.of("minor", money.minor(), "currency", money.currency());
    }

    Effect of(Entry entry) {
        return new Effect(entry.name(), kind, body);
    }
}
