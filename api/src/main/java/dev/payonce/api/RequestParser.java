package dev.payonce.api;

import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.JsonFields;
import dev.payonce.api.http.OrderNumber;
import dev.payonce.gateway.MethodUse;
import dev.payonce.gateway.Operation;
import dev.payonce.money.Money;
import dev.payonce.request.Request;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The parser that makes requests of the callers' fields. */
final class RequestParser {

    static final List<String> PAY = List.of(
            "order",
            "gateway",
            "paymentMethod",
            "capture",
            "returnUrl",
            "offSession",
            "customer",
            "savePaymentMethod",
            "mandate");

    static final List<String> CAPTURE = List.of("amount", "last");
    static final List<String> CANCEL = List.of();
    static final List<String> REFUND = List.of("amount", "refund", "reason");
    static final List<String> REFRESH = List.of("gateway");

    /** The gateways' own codes; free text would stand in histories, which are not encrypted. */
    private static final NavigableMap<String, Operation.Refund.RefundReason> REASONS = new TreeMap<>(Map.of(
            "duplicate", Operation.Refund.RefundReason.DUPLICATE,
            "fraudulent", Operation.Refund.RefundReason.FRAUDULENT,
            "requested_by_customer", Operation.Refund.RefundReason.REQUESTED_BY_CUSTOMER));

    private static final NavigableMap<String, MethodUse.Save> SAVES = new TreeMap<>(Map.of(
            "none", MethodUse.Save.NONE,
            "offSession", MethodUse.Save.OFF_SESSION,
            "onSession", MethodUse.Save.ON_SESSION));

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    /** The digits of the shortest card number; no token of a gateway has that number of them in a row. */
    private static final Pattern CARD = Pattern.compile("[0-9]{12}");

    private final List<String> gateways;

    /** @param gateways the accounts' names; where there is one only, it need not be named */
    RequestParser(Collection<String> gateways) {
        this.gateways = gateways.stream().sorted().toList();
    }

    Request pay(JsonFields form, RequestOrigin from) throws InvalidRequest {
        String method = JsonFields.required(
                "paymentMethod",
                form.text(
                        "paymentMethod",
                        RequestParser::isToken,
                        "is the gateway's token, 1 to 255 letters, digits, dashes and underscores; never a card number"));
        boolean manual = form.text(
                        "capture", mode -> mode.equals("automatic") || mode.equals("manual"), "is automatic or manual")
                .filter("manual"::equals)
                .isPresent();
        Optional<String> returnUrl = form.text("returnUrl", url -> true, "is a text");
        return new Request.Pay(
                from.key(),
                gateway(form),
                method,
                manual,
                returnUrl.isPresent() ? ReturnAddress.of(returnUrl.get()) : "",
                form.flag("offSession").orElse(false),
                from.caller(),
                Optional.of(use(form)).filter(use -> !use.equals(MethodUse.ONCE)));
    }

    /** Returns the page for a shopper who is away, as the caller named it; empty for one who is there. */
    static Optional<String> link(JsonFields form) throws InvalidRequest {
        boolean away = form.flag("offSession").orElse(false);
        return form.text("returnUrl", url -> true, "is a text").filter(_ -> away);
    }

    private static MethodUse use(JsonFields form) throws InvalidRequest {
        return new MethodUse(
                form.text(
                                "customer",
                                RequestParser::isToken,
                                "is the gateway's customer, 1 to 255 letters, digits, dashes and underscores")
                        .orElse(""),
                form.text("savePaymentMethod", SAVES::containsKey, "is " + String.join(", ", SAVES.keySet()))
                        .map(SAVES::get)
                        .orElse(MethodUse.Save.NONE),
                form.flag("mandate").orElse(false));
    }

    /** Reads a capture. A part has to say {@code last}: a slip of digits would release what is left. */
    Request capture(JsonFields form, RequestOrigin from) throws InvalidRequest {
        Optional<Long> amount = form.whole("amount", 1, Money.LARGEST_MINOR);
        Optional<Boolean> last = form.flag("last");
        if (amount.isPresent() && last.isEmpty()) {
            throw new InvalidRequest(
                    "last is required beside amount: true releases the rest, false keeps it authorized.");
        }
        return new Request.Capture(from.key(), amount, last.orElse(true), from.caller(), from.why());
    }

    Request refund(JsonFields form, RequestOrigin from) throws InvalidRequest {
        return new Request.Refund(
                from.key(),
                form.whole("amount", 1, Money.LARGEST_MINOR),
                form.whole("refund", 1, OrderNumber.LARGEST).orElse(0L),
                form.text("reason", REASONS::containsKey, "is " + String.join(", ", REASONS.keySet()))
                        .map(REASONS::get)
                        .orElse(Operation.Refund.RefundReason.NONE),
                from.caller(),
                from.why());
    }

    Request cancel(RequestOrigin from) {
        return new Request.Cancel(from.key(), from.caller(), from.why());
    }

    Request refresh(JsonFields form, RequestOrigin from) throws InvalidRequest {
        return new Request.Refresh(from.key(), gateway(form), from.caller());
    }

    /** Makes a refresh of all payments that the order names, at the first account where it names another program's. */
    Request.Refresh refresh(RequestOrigin from) {
        return new Request.Refresh(from.key(), gateways.getFirst(), from.caller());
    }

    /** Returns the gateway that a request's run is listed under. */
    String gateway(Request request) {
        return switch (request) {
            case Request.Pay pay -> pay.gateway();
            case Request.Refresh refresh -> refresh.gateway();
            case Request.Capture _, Request.Cancel _, Request.Refund _ -> gateways.getFirst();
        };
    }

    private String gateway(JsonFields form) throws InvalidRequest {
        Optional<String> named = form.text("gateway", gateways::contains, "names no gateway account");
        return gateways.size() == 1 ? gateways.getFirst() : JsonFields.required("gateway", named);
    }

    private static boolean isToken(String text) {
        return TOKEN.matcher(text).matches()
                && !CARD.matcher(text.replaceAll("[_-]", "")).find()
                && !ReturnAddress.holdsKey(text);
    }
}
