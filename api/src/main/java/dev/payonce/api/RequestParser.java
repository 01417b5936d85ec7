package dev.payonce.api;

import dev.payonce.api.http.InvalidRequest;
import dev.payonce.api.http.JsonFields;
import dev.payonce.api.http.OrderNumber;
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

/** What callers may ask for, made of what they sent. */
final class RequestParser {

    static final List<String> PAY = List.of("order", "gateway", "paymentMethod", "capture", "returnUrl", "offSession");

    static final List<String> CAPTURE = List.of("amount", "last");
    static final List<String> CANCEL = List.of();
    static final List<String> REFUND = List.of("amount", "refund", "reason");
    static final List<String> REFRESH = List.of("gateway");

    /** The gateways' own codes; free text would stand in histories, which are not encrypted. */
    private static final NavigableMap<String, Operation.Refund.RefundReason> REASONS = new TreeMap<>(Map.of(
            "duplicate", Operation.Refund.RefundReason.DUPLICATE,
            "fraudulent", Operation.Refund.RefundReason.FRAUDULENT,
            "requested_by_customer", Operation.Refund.RefundReason.REQUESTED_BY_CUSTOMER));

    private static final Pattern KEY = Pattern.compile("[!-~]([ -~]{0,253}[!-~])?");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    /** As many digits as the shortest card number has; no token of a gateway has so many in a row. */
    private static final Pattern CARD = Pattern.compile("[0-9]{12}");

    private final List<String> gateways;

    /** @param gateways the accounts' names; where there is one only, it need not be named */
    RequestParser(Collection<String> gateways) {
        this.gateways = gateways.stream().sorted().toList();
    }

    Request pay(JsonFields form, String key) throws InvalidRequest {
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
                key,
                gateway(form),
                method,
                manual,
                returnUrl.isPresent() ? ReturnAddress.of(returnUrl.get()) : "",
                form.flag("offSession").orElse(false));
    }

    /** A part has to say whether the rest is released: a slip of digits would give away what is left. */
    Request capture(JsonFields form, String key) throws InvalidRequest {
        Optional<Long> amount = form.whole("amount", 1, Money.LARGEST_MINOR);
        Optional<Boolean> last = form.flag("last");
        if (amount.isPresent() && last.isEmpty()) {
            throw new InvalidRequest(
                    "last is required beside amount: true releases the rest, false keeps it authorized.");
        }
        return new Request.Capture(key, amount, last.orElse(true));
    }

    Request refund(JsonFields form, String key) throws InvalidRequest {
        return new Request.Refund(
                key,
                form.whole("amount", 1, Money.LARGEST_MINOR),
                form.whole("refund", 1, OrderNumber.LARGEST).orElse(0L),
                form.text("reason", REASONS::containsKey, "is " + String.join(", ", REASONS.keySet()))
                        .map(REASONS::get)
                        .orElse(Operation.Refund.RefundReason.NONE));
    }

    Request cancel(String key) {
        return new Request.Cancel(key);
    }

    Request refresh(JsonFields form, String key) throws InvalidRequest {
        return new Request.Refresh(key, gateway(form));
    }

    /** The gateway that a request's run is listed under. */
    String gateway(Request request) {
        return switch (request) {
            case Request.Pay pay -> pay.gateway();
            case Request.Refresh refresh -> refresh.gateway();
            case Request.Capture _, Request.Cancel _, Request.Refund _ -> gateways.getFirst();
        };
    }

    /** An order's key would be an obvious thing to take, and must not stand where idempotency keys stand. */
    static String key(List<String> headers) throws InvalidRequest {
        if (headers.size() != 1
                || !KEY.matcher(headers.getFirst()).matches()
                || ReturnAddress.holdsKey(headers.getFirst())) {
            throw new InvalidRequest("One header Idempotency-Key is required, of 1 to 255 printable ASCII characters; "
                    + "it must not be WooCommerce's order key.");
        }
        return headers.getFirst();
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
