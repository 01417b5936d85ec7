package dev.payonce.servers.stripe;

import dev.payonce.servers.stripe.http.Exchange.Reply;
import dev.payonce.servers.stripe.http.Exchange.Request;
import dev.payonce.servers.stripe.http.Params;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The simulator's own addresses, for a person who tries Payonce by hand. Stripe has none of them. */
record Controls(Consumer<String> secretKey, Supplier<Shopper> shopper) {

    static final String PREFIX = "/simulator/";

    Reply answer(Request request) {
        Params params = Params.of(request.body());
        return switch (request.path()) {
            case PREFIX + "key" -> {
                String accepts = params.one("accepts").orElse("");
                secretKey.accept(accepts);
                yield said(accepts.isEmpty() ? "No key is let in." : "Another key is let in from now on.");
            }
            case PREFIX + "authenticate" -> {
                String intent = params.one("payment_intent").orElse("");
                shopper.get()
                        .authenticate(
                                intent, !params.one("passes").orElse("true").equals("false"));
                yield said(intent + " is " + shopper.get().status(intent) + ".");
            }
            default -> Reply.of(404, Map.of(), "The simulator has /simulator/key and /simulator/authenticate.\n");
        };
    }

    private static Reply said(String text) {
        return Reply.of(200, Map.of(), text + "\n");
    }
}
