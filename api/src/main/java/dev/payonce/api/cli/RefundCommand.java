package dev.payonce.api.cli;

import dev.payonce.money.Money;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The command that refunds a payment, in part or all that is left of it. Without {@code --yes} it says what it would do. */
@Command(
        name = "refund",
        description = "Refunds an order's payment, as an operator: it needs a token of the role operator or admin.")
final class RefundCommand implements Callable<Integer> {

    private static final int ACCEPTED = 202;

    private final ApiClient api;
    private final Screen screen;

    @Parameters(paramLabel = "ORDER", description = "the order's number")
    private long order;

    @Option(names = "--amount", description = "in the payment's currency: 12.50")
    private Optional<BigDecimal> amount = Optional.empty();

    @Option(names = "--all", description = "all that is left")
    private boolean all;

    @Option(names = "--why", required = true, description = "the operator's reason, which stays on record")
    private String why = "";

    @Option(names = "--reason", description = "the gateway's word: duplicate, fraudulent or requested_by_customer")
    private String reason = "";

    @Option(names = "--key", description = "names this refund: sent again with the same key, it is made once")
    private String key = "";

    @Option(names = "--yes", description = "refunds; a refund cannot be undone")
    private boolean yes;

    RefundCommand(ApiClient api, Screen screen) {
        this.api = api;
        this.screen = screen;
    }

    @Override
    public Integer call() throws ApiClient.Failed {
        if (all == amount.isPresent()) {
            screen.notice("Name an amount, or --all.");
            return CommandLineTool.WRONG;
        }
        JsonNode payment = api.get("/payments/" + order).orFail();
        Optional<Money> money = amount.flatMap(major -> Money.ofExactMajor(
                major, payment.path("amount").path("currency").asString("")));
        if (amount.isPresent() && money.isEmpty()) {
            screen.notice("The payment's currency does not take this amount: "
                    + payment.path("amount").path("text").asString("it has none"));
            return CommandLineTool.WRONG;
        }
        screen.notice("This refunds " + money.map(Money::text).orElse("all that is left") + " of "
                + payment.path("payment").asString("no payment") + " of order " + order + ", and cannot be undone.");
        if (!yes) {
            screen.notice("Nothing was done. Add --yes to refund.");
            return CommandLineTool.REFUSED;
        }
        return refund(money);
    }

    private int refund(Optional<Money> money) throws ApiClient.Failed {
        Map<String, Object> body = new LinkedHashMap<>();
        money.ifPresent(known -> body.put("amount", known.minor()));
        if (!reason.isEmpty()) {
            body.put("reason", reason);
        }
        body.put("why", why);
        String named = key.isEmpty() ? "payonce-" + UUID.randomUUID() : key;
        screen.notice("Its key is " + named + ": after a lost answer, send the same command with --key " + named);
        ApiClient.Answer answer = api.post("/operations/" + order + "/refunds", body, named);
        if (answer.body().path("code").asString("").equals("needs_second_operator")) {
            screen.notice("Proposed: nothing was done. A second operator has to ask for the same amount within a day.");
            return CommandLineTool.NOT_YET;
        }
        JsonNode result = answer.orFail();
        screen.show(new Screen.Table(
                List.of("order", "status", "code", "refund"),
                List.of(List.of(
                        Long.toString(order),
                        result.path("status").asString(""),
                        result.path("code").asString(""),
                        result.path("refundId").asString("")))));
        return answer.status() == ACCEPTED ? CommandLineTool.NOT_YET : CommandLineTool.DONE;
    }
}
