package dev.payonce.servers.stripe.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.payonce.servers.stripe.account.Account;
import dev.payonce.servers.stripe.account.Account.Cause;
import dev.payonce.servers.stripe.account.Expand;
import dev.payonce.servers.stripe.http.Params;
import dev.payonce.servers.stripe.state.Asked;
import dev.payonce.servers.stripe.state.Asked.CaptureMethod;
import dev.payonce.servers.stripe.state.Extras;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.Intent.Status;
import dev.payonce.servers.stripe.state.IntentRefusal;
import dev.payonce.servers.stripe.state.Intents;
import dev.payonce.servers.stripe.state.Intents.Manner;
import dev.payonce.servers.stripe.state.Method;
import dev.payonce.servers.stripe.state.Refusal;
import dev.payonce.servers.stripe.state.TestCard;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The requests that move money. Each is read first, and refused if it is malformed; what it then does to the account is
 * a step, whose result Stripe keeps, refusals included.
 */
final class Payments {

    private static final Set<String> CREATE = Set.of(
            "amount",
            "automatic_payment_methods",
            "capture_method",
            "confirm",
            "confirmation_method",
            "confirmation_token",
            "currency",
            "customer",
            "description",
            "error_on_requires_action",
            "expand",
            "mandate_data",
            "metadata",
            "off_session",
            "payment_method",
            "payment_method_data",
            "payment_method_options",
            "payment_method_types",
            "receipt_email",
            "return_url",
            "setup_future_usage",
            "shipping",
            "statement_descriptor",
            "statement_descriptor_suffix");
    private static final Set<String> CONFIRM = Set.of(
            "confirmation_token",
            "error_on_requires_action",
            "expand",
            "mandate_data",
            "off_session",
            "payment_method",
            "payment_method_options",
            "receipt_email",
            "return_url",
            "setup_future_usage",
            "shipping");
    private static final Set<String> CAPTURE = Set.of(
            "amount_to_capture",
            "expand",
            "final_capture",
            "metadata",
            "statement_descriptor",
            "statement_descriptor_suffix");
    private static final Set<String> CANCEL = Set.of("cancellation_reason", "expand");
    private static final Set<String> REASONS = Set.of("abandoned", "duplicate", "fraudulent", Intents.BY_CUSTOMER);
    private static final Set<String> WITH_CONFIRM_ONLY =
            Set.of("error_on_requires_action", "off_session", "return_url");

    private final Account account;

    Payments(Account account) {
        this.account = account;
    }

    Step create(Params params) {
        params.only(CREATE);
        Asked asked = asked(params);
        Optional<String> method = method(params);
        if (!params.flag("confirm")) {
            for (String name : WITH_CONFIRM_ONLY) {
                if (params.one(name).isPresent()) {
                    throw Refusal.invalid("", name, "You can only pass " + name + " when confirm is true");
                }
            }
            return cause -> render(open(cause, asked, method), params);
        }
        if (method.isEmpty()) {
            params.required("payment_method");
        }
        Manner how = manner(params);
        return cause -> {
            account.wallet().requireCustomer(asked.extras().customer());
            Asked whole = asked.with(account.wallet().with(asked.extras(), params.one("confirmation_token")));
            // Refused before there is a payment: Stripe keeps none of such a request.
            Method used = account.wallet().use(method.orElseThrow(), whole.extras(), how.returnUrl());
            Intent intent = account.open(cause, stamp -> Intents.open(stamp, whole, Optional.of(used)));
            return confirmed(intent.id(), used, how, params, cause);
        };
    }

    Step confirm(String id, Params params) {
        params.only(CONFIRM);
        Manner how = manner(params);
        boolean mandate = params.one("mandate_data[customer_acceptance][type]").isPresent();
        return cause -> {
            Intent before = account.find(id);
            Extras extras = before.asked().extras().and(params.one("setup_future_usage"), mandate);
            Method used = method(params)
                    .map(name -> account.wallet()
                            .use(
                                    name,
                                    account.wallet().with(extras, params.one("confirmation_token")),
                                    how.returnUrl()))
                    .or(before::method)
                    .orElseThrow(() -> Refusal.invalid(
                            "payment_intent_unexpected_state", "payment_method", "You must provide a payment method."));
            return confirmed(id, used, how, params, cause);
        };
    }

    Step capture(String id, Params params) {
        params.only(CAPTURE);
        Optional<Long> amount = params.number("amount_to_capture");
        if (amount.filter(it -> it < 1).isPresent()) {
            throw Refusal.invalid("parameter_invalid_integer", "amount_to_capture", "Invalid positive integer");
        }
        boolean last = params.one("final_capture").isEmpty() || params.flag("final_capture");
        Map<String, String> more = params.map("metadata");
        return cause -> {
            Intent intent = account.move(
                    id,
                    cause,
                    (it, stamp) -> Intents.capture(
                            it.asking(it.asked().tagged(more)), stamp, amount.orElse(it.capturable()), last));
            return booked(intent, params);
        };
    }

    Step cancel(String id, Params params) {
        params.only(CANCEL);
        String reason = params.one("cancellation_reason").orElse(Intents.BY_CUSTOMER);
        if (!REASONS.contains(reason)) {
            throw Refusal.invalid("", "cancellation_reason", "Invalid cancellation_reason: " + reason);
        }
        return cause -> render(account.move(id, cause, (it, stamp) -> Intents.cancel(it, stamp, reason)), params);
    }

    ObjectNode render(Intent intent, Params params) {
        return account.render().intent(intent, Expand.of(params.all("expand"), false));
    }

    private Intent open(Cause cause, Asked asked, Optional<String> method) {
        account.wallet().requireCustomer(asked.extras().customer());
        Optional<Method> used = method.map(TestCard::of).map(Method::of);
        return account.open(cause, stamp -> Intents.open(stamp, asked, used));
    }

    /** Returns the name of the method, of a confirmation token, or of a new method's test token; both at once are refused. */
    private static Optional<String> method(Params params) {
        Optional<String> token = params.one("confirmation_token");
        if (token.isPresent() && params.one("payment_method").isPresent()) {
            throw Refusal.invalid(
                    "", "payment_method", "You cannot provide both payment_method and confirmation_token.");
        }
        return token.or(() -> params.one("payment_method"))
                .or(() -> params.one("payment_method_data[type]")
                        .map(type -> TestCard.ofType(type).id()));
    }

    private ObjectNode confirmed(String id, Method method, Manner how, Params params, Cause cause) {
        Intent intent = account.move(id, cause, (it, stamp) -> Intents.confirm(it, stamp, method, how));
        if (intent.lastDecline().isPresent()) {
            throw IntentRefusal.declined(intent);
        }
        return booked(intent, params);
    }

    /** Books a captured payment: Stripe writes its balance transaction a moment later, by itself. */
    private ObjectNode booked(Intent intent, Params params) {
        if (intent.status() == Status.SUCCEEDED) {
            account.move(intent.id(), Cause.OUTSIDE, (it, _) -> Intents.book(it));
        }
        return render(intent, params);
    }

    private static Asked asked(Params params) {
        params.required("amount");
        long amount = params.number("amount").orElseThrow();
        String currency = params.required("currency");
        Currencies.check(amount, currency);
        CaptureMethod capture =
                params.one("capture_method").map(CaptureMethod::of).orElse(CaptureMethod.AUTOMATIC_ASYNC);
        boolean multicapture = params.one("payment_method_options[card][request_multicapture]")
                .filter("if_available"::equals)
                .isPresent();
        return new Asked(amount, currency, capture, multicapture, params.map("metadata"), extras(params));
    }

    private static Extras extras(Params params) {
        Optional<String> saves = params.one("setup_future_usage");
        if (saves.filter(it -> !it.equals("on_session") && !it.equals("off_session"))
                .isPresent()) {
            throw Refusal.invalid(
                    "", "setup_future_usage", "Invalid setup_future_usage: must be one of on_session or off_session");
        }
        return new Extras(
                params.one("customer"),
                saves,
                params.one("mandate_data[customer_acceptance][type]").isPresent(),
                params.one("description"),
                params.one("receipt_email"),
                params.one("statement_descriptor_suffix"),
                redirects(params),
                params.map("shipping"));
    }

    /** Reads which methods the account's settings may choose: those that send the shopper away too, unless said otherwise. */
    private static Optional<String> redirects(Params params) {
        return params.flag("automatic_payment_methods[enabled]")
                ? params.one("automatic_payment_methods[allow_redirects]").or(() -> Optional.of("always"))
                : Optional.empty();
    }

    /**
     * Reads how to confirm. Anything but "false" says that the shopper is away; an error instead of an action says it
     * too.
     */
    private static Manner manner(Params params) {
        boolean absent =
                params.one("off_session").filter(it -> !it.equals("false")).isPresent();
        return new Manner(params.one("return_url"), absent || params.flag("error_on_requires_action"));
    }
}
