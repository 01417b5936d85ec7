package dev.payonce.api.operations;

import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.JsonFields;
import dev.payonce.api.http.LoggedFailure;
import dev.payonce.mysql.ledger.HandledPayment;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of "handled outside" for money without an order, from the HTTP API and from the operators' page. */
public final class HandledMoney {

    /** The fields that there may be; none of them names the actor. */
    public static final List<String> FIELDS = List.of("gateway", "payment", "amount", "disputed", "why");

    private static final Logger LOG = LoggerFactory.getLogger(HandledMoney.class);
    private static final int LONGEST_ID = 255;

    private final Records records;

    /** The record of handled payments; each call throws while MySQL is away. */
    public interface Records {
        HandledPayment.Result handle(HandledPayment handled);
    }

    public HandledMoney(Records records) {
        this.records = records;
    }

    /** @param who the name of the credential */
    public static HandledPayment parse(JsonFields body, String who) throws InvalidRequest {
        return new HandledPayment(
                JsonFields.required("gateway", text(body, "gateway")),
                JsonFields.required("payment", text(body, "payment")),
                JsonFields.required("amount", text(body, "amount")),
                body.flag("disputed").orElse(false),
                who,
                JsonFields.required("why", body.text("why", DecisionParser::isReason, "has 1 to 1000 characters")));
    }

    private static Optional<String> text(JsonFields body, String name) throws InvalidRequest {
        return body.text(name, text -> !text.isBlank() && text.length() <= LONGEST_ID, "is as the list has it");
    }

    /** Records it; empty while MySQL is away. */
    public Optional<HandledPayment.Result> handle(HandledPayment handled) {
        try {
            HandledPayment.Result result = records.handle(handled);
            LOG.atInfo()
                    .addKeyValue("payment", handled.payment())
                    .log(
                            "Money without an order was marked as handled: {}",
                            result.getClass().getSimpleName());
            return Optional.of(result);
        } catch (RuntimeException away) {
            LOG.atWarn()
                    .addKeyValue("payment", handled.payment())
                    .log(
                            "Money without an order was not marked as handled: {}. The caller got 503; check MySQL and the"
                                    + " API's right to add rows to payonce_handled",
                            LoggedFailure.why(away));
            return Optional.empty();
        }
    }
}
