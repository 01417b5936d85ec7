package dev.payonce.servers.stripe.http;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A route that the simulator answers. Search takes its place here. */
public enum Route {
    ACCOUNT("GET", "/v1/account"),
    CREATE_CUSTOMER("POST", "/v1/customers"),
    FUND_CUSTOMER("POST", "/v1/test_helpers/customers/([^/]+)/fund_cash_balance"),
    CREATE_METHOD("POST", "/v1/payment_methods"),
    CREATE_INTENT("POST", "/v1/payment_intents"),
    CONFIRM_INTENT("POST", "/v1/payment_intents/([^/]+)/confirm"),
    CAPTURE_INTENT("POST", "/v1/payment_intents/([^/]+)/capture"),
    CANCEL_INTENT("POST", "/v1/payment_intents/([^/]+)/cancel"),
    INTENT("GET", "/v1/payment_intents/([^/]+)"),
    INTENTS("GET", "/v1/payment_intents"),
    EVENT("GET", "/v1/events/([^/]+)"),
    EVENTS("GET", "/v1/events"),
    CHARGE("GET", "/v1/charges/([^/]+)"),
    CREATE_REFUND("POST", "/v1/refunds"),
    UPDATE_REFUND("POST", "/v1/refunds/([^/]+)"),
    REFUND("GET", "/v1/refunds/([^/]+)"),
    REFUNDS("GET", "/v1/refunds"),
    CLOSE_DISPUTE("POST", "/v1/disputes/([^/]+)/close"),
    UPDATE_DISPUTE("POST", "/v1/disputes/([^/]+)"),
    DISPUTE("GET", "/v1/disputes/([^/]+)"),
    DISPUTES("GET", "/v1/disputes"),
    FRAUD_REVIEW("GET", "/v1/reviews/([^/]+)"),
    FRAUD_WARNING("GET", "/v1/radar/early_fraud_warnings/([^/]+)"),
    FRAUD_REVIEWS("GET", "/v1/reviews"),
    FRAUD_WARNINGS("GET", "/v1/radar/early_fraud_warnings"),
    WEBHOOK_ENDPOINTS("GET", "/v1/webhook_endpoints");

    private final String method;
    private final Pattern path;

    Route(String method, String path) {
        this.method = method;
        this.path = Pattern.compile(path);
    }

    public boolean reads() {
        return method.equals("GET");
    }

    /** A route and the object's id in its path; empty for a list. */
    public record Match(Route route, String id) {}

    public static Optional<Match> of(String method, String path) {
        return Arrays.stream(values())
                .filter(route -> route.method.equals(method))
                .flatMap(route -> route.match(path).stream())
                .findFirst();
    }

    private Optional<Match> match(String text) {
        Matcher matcher = path.matcher(text);
        return matcher.matches()
                ? Optional.of(new Match(this, matcher.groupCount() == 0 ? "" : matcher.group(1)))
                : Optional.empty();
    }
}
