package dev.payonce.gateway.stripe;

import com.google.gson.JsonParseException;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Account;
import com.stripe.model.Customer;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.HasId;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.StripeCollection;
import com.stripe.model.StripeObject;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.EventListParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.WebhookEndpointListParams;
import dev.payonce.gateway.EventList;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.RequestTurns;
import dev.payonce.gateway.stripe.payment.StripeFraudSign;
import dev.payonce.gateway.stripe.payment.StripeId;
import dev.payonce.gateway.stripe.webhook.StripeEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The requests of one lookup or one operation, all before one deadline. What Stripe does not know is empty. */
final class StripeCalls {

    private final StripeClient stripe;
    private final StripeHttp http;
    private final StripeRateLimiter pace;
    private final long deadline;
    private final Map<String, Optional<StripeFraudSign>> signs = new HashMap<>();

    /** @param nanos a clock that never jumps, as {@link System#nanoTime()} */
    StripeCalls(StripeClient stripe, StripeHttp http, StripeRateLimiter pace, Duration all, LongSupplier nanos) {
        this.stripe = stripe;
        this.http = http;
        this.pace = pace;
        this.deadline = nanos.getAsLong() + all.toNanos();
    }

    /** Reads a payment with its latest charge, and that charge's first refunds. */
    Optional<PaymentIntent> intent(String id) {
        PaymentIntentRetrieveParams expanded = PaymentIntentRetrieveParams.builder()
                .addExpand("latest_charge")
                .addExpand("latest_charge.refunds")
                .addExpand("latest_charge.balance_transaction")
                .build();
        Optional<PaymentIntent> intent =
                call(id, () -> stripe.v1().paymentIntents().retrieve(id, expanded));
        if (intent.isPresent() && !id.equals(intent.get().getId())) {
            throw StripeErrors.unreadable(id);
        }
        return intent;
    }

    /** Returns the id of the payment that this belongs to; empty when Stripe does not know it, or it belongs to none. */
    Optional<String> intentOf(StripeId known) {
        String id = known.id();
        return switch (known.kind()) {
            case INTENT -> Optional.of(id);
            case CHARGE ->
                call(id, () -> stripe.v1().charges().retrieve(id))
                        .flatMap(it -> Optional.ofNullable(it.getPaymentIntent()));
            case REFUND ->
                call(id, () -> stripe.v1().refunds().retrieve(id))
                        .flatMap(it -> Optional.ofNullable(it.getPaymentIntent()));
            case DISPUTE ->
                call(id, () -> stripe.v1().disputes().retrieve(id))
                        .flatMap(it -> Optional.ofNullable(it.getPaymentIntent()));
            case FRAUD_REVIEW, FRAUD_WARNING -> fraudSign(known).map(StripeFraudSign::intent);
        };
    }

    /**
     * Reads a fraud review or a fraud warning, once for all its payments; empty when Stripe does not know it, or it
     * belongs to no payment.
     */
    Optional<StripeFraudSign> fraudSign(StripeId known) {
        return signs.computeIfAbsent(known.id(), id -> read(known.kind(), id));
    }

    private Optional<StripeFraudSign> read(StripeId.Kind kind, String id) {
        return kind == StripeId.Kind.FRAUD_REVIEW
                ? call(id, () -> stripe.v1().reviews().retrieve(id)).flatMap(StripeFraudSign::of)
                : call(id, () -> stripe.v1().radar().earlyFraudWarnings().retrieve(id))
                        .flatMap(StripeFraudSign::of);
    }

    /** Reads the id of the account that the key acts for. */
    String accountId() {
        return call("the account", () -> stripe.v1().accounts().retrieveCurrent())
                .map(Account::getId)
                .filter(id -> id.matches("acct_[A-Za-z0-9]{1,100}"))
                .orElseThrow(() -> StripeErrors.unreadable("the account"));
    }

    /** Reads what the caller does not need, to see whether the key may. */
    void probe(String what, Probe list) {
        call(what, () -> list.read(stripe));
    }

    /** Reads the endpoints of webhooks. */
    List<com.stripe.model.WebhookEndpoint> endpoints() {
        WebhookEndpointListParams all =
                WebhookEndpointListParams.builder().setLimit(StripeLimits.PAGE).build();
        return call(
                        "the webhook endpoints",
                        () -> stripe.v1().webhookEndpoints().list(all))
                .map(StripeCollection::getData)
                .orElseThrow(() -> StripeErrors.unreadable("the webhook endpoints"));
    }

    /** Reads all refunds, the newest first. */
    List<Refund> refunds(String intent) {
        RefundListParams.Builder all =
                RefundListParams.builder().setPaymentIntent(intent).setLimit(StripeLimits.PAGE);
        return all(
                intent,
                after -> stripe.v1()
                        .refunds()
                        .list(after.map(all::setStartingAfter).orElse(all).build()));
    }

    /** Reads all disputes, the newest first. */
    List<Dispute> disputes(String intent) {
        DisputeListParams.Builder all =
                DisputeListParams.builder().setPaymentIntent(intent).setLimit(StripeLimits.PAGE);
        return all(
                intent,
                after -> stripe.v1()
                        .disputes()
                        .list(after.map(all::setStartingAfter).orElse(all).build()));
    }

    /**
     * Reads one page of the account's payments, the newest first. This list is never behind; Stripe's search is.
     *
     * @param after the last id of the page before
     */
    StripeCollection<PaymentIntent> intents(Instant since, Optional<String> after) {
        PaymentIntentListParams.Builder params = PaymentIntentListParams.builder()
                .setCreated(PaymentIntentListParams.Created.builder()
                        .setGte(since.getEpochSecond())
                        .build())
                .setLimit(StripeLimits.PAGE);
        after.ifPresent(params::setStartingAfter);
        return call("payments", () -> stripe.v1().paymentIntents().list(params.build()))
                .map(page -> readable("payments", page))
                .orElseThrow(() -> StripeErrors.unreadable("payments"));
    }

    /**
     * Reads one page of the account's events of the handled types, the newest first.
     *
     * @param after the last id of the page before
     */
    StripeCollection<Event> events(EventList.Window window, Optional<String> after) {
        EventListParams.Builder params = EventListParams.builder()
                .setCreated(EventListParams.Created.builder()
                        .setGte(window.from().getEpochSecond())
                        .setLte(window.to().getEpochSecond())
                        .build())
                .addAllType(StripeEvents.listed())
                .setLimit((long) EventList.MOST);
        after.ifPresent(params::setStartingAfter);
        return call("events", () -> stripe.v1().events().list(params.build()))
                .map(page -> readable("events", page))
                .orElseThrow(() -> StripeErrors.unreadable("events"));
    }

    /** Waits until a request may be sent; of {@link #move} before the last check of the clock. Fails when it is too late. */
    void turn(String id) {
        if (!pace.turn(deadline)) {
            throw StripeErrors.slow(id);
        }
    }

    /**
     * Sends what moves money, once, when it is its {@link #turn}; its failures are the caller's. What comes back may be
     * anything.
     */
    Optional<StripeResponse> move(String key, StripeResponse.Move move) throws StripeException {
        RequestOptions once = RequestOptions.builder().setIdempotencyKey(key).build();
        return move.send(stripe.v1(), once);
    }

    /**
     * Makes the customer of a charge, by a key of its own: a repeated charge names the same one. It moves no money, so a
     * failure that may heal is one that the whole operation is tried again for.
     *
     * @param params empty where no customer is needed
     */
    Optional<String> customer(Operation operation, Optional<CustomerCreateParams> params) throws StripeException {
        if (params.isEmpty()) {
            return Optional.empty();
        }
        String key = operation.header().idempotencyKey() + "-customer";
        turn(StripeErrors.text(operation));
        try {
            Customer made = stripe.v1()
                    .customers()
                    .create(
                            params.get(),
                            RequestOptions.builder().setIdempotencyKey(key).build());
            return Optional.of(Optional.ofNullable(made)
                    .map(Customer::getId)
                    .filter(id -> id.matches("cus_[A-Za-z0-9_]{1,250}"))
                    .orElseThrow(() -> StripeErrors.unreadable(operation)));
        } catch (StripeException failure) {
            if (StripeErrors.mayHeal(failure)) {
                throw StripeErrors.again(StripeErrors.text(operation), key, failure, http.hints());
            }
            throw failure;
        } catch (NullPointerException | ClassCastException | JsonParseException notStripes) {
            throw StripeErrors.unreadable(operation);
        }
    }

    /** Returns the headers of the last response. */
    StripeResponseHeaders hints() {
        return http.hints();
    }

    /** Reads a list to its end or fails, since a refund that is missing from the list may be made again. */
    private <T extends HasId> List<T> all(String intent, Pages<T> pages) {
        List<T> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        for (int page = 0; page < StripeLimits.PAGES; page++) {
            Optional<String> from = after;
            Optional<StripeCollection<T>> listed = call(intent, () -> pages.list(from));
            if (listed.isEmpty()) {
                return all;
            }
            all.addAll(readable(intent, listed.get()).getData());
            if (!Boolean.TRUE.equals(listed.get().getHasMore())) {
                return all;
            }
            if (listed.get().getData().isEmpty()) {
                throw StripeErrors.unreadable(intent);
            }
            after = Optional.of(all.getLast().getId());
        }
        throw StripeErrors.endless(intent);
    }

    private static <T extends HasId> StripeCollection<T> readable(String id, StripeCollection<T> page) {
        if (page.getData() == null || page.getData().stream().anyMatch(each -> each == null || each.getId() == null)) {
            throw StripeErrors.unreadable(id);
        }
        return page;
    }

    private <T extends StripeObject> Optional<T> call(String id, Request<T> request) {
        RequestTurns.take();
        turn(id);
        try {
            T result = request.send();
            if (result == null) {
                throw StripeErrors.unreadable(id);
            }
            return Optional.of(result);
        } catch (StripeException failure) {
            if (StripeErrors.missing(failure)) {
                return Optional.empty();
            }
            throw StripeErrors.failure(id, failure, http.hints());
        } catch (NullPointerException | ClassCastException | JsonParseException notStripes) {
            // The SDK's ways of saying that it did not expect such an answer.
            throw StripeErrors.unreadable(id);
        }
    }

    /** A request whose answer is of no interest. */
    interface Probe {
        StripeObject read(StripeClient stripe) throws StripeException;
    }

    private interface Pages<T extends HasId> {
        @Nullable StripeCollection<T> list(Optional<String> after) throws StripeException;
    }

    private interface Request<T> {
        @Nullable T send() throws StripeException;
    }
}
