package dev.payonce.servers.stripe;

import dev.payonce.servers.stripe.account.Account;
import dev.payonce.servers.stripe.account.Account.Cause;
import dev.payonce.servers.stripe.state.Asked;
import dev.payonce.servers.stripe.state.Charge;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.Intents;
import dev.payonce.servers.stripe.state.Method;
import dev.payonce.servers.stripe.state.Move;
import dev.payonce.servers.stripe.state.Stamp;
import dev.payonce.servers.stripe.state.TestCard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The shopper, the shop's plugin and the bank, who move payments without HTTP. The metadata is the caller's, so it can
 * be a plugin's or Payonce's own tag. Amounts are in Stripe's minor units; payments are named by their {@code pi_} id.
 * A step that Stripe would refuse throws. Safe for many threads.
 */
public final class Shopper {

    private final Account account;
    private final Merchant merchant;

    Shopper(Account account) {
        this.account = account;
        this.merchant = new Merchant(account);
    }

    /** Enters a card in the browser, which no customer keeps yet. Returns the method's id, good for one use. */
    public String method(TestCard card) {
        return account.wallet().method(card);
    }

    /**
     * Agrees to pay in the browser. Returns a confirmation token, good for one use.
     *
     * @param saves true when the shopper lets the shop keep the method for payments without her
     */
    public String token(TestCard card, boolean saves) {
        return account.wallet().token(card, saves ? Optional.of("off_session") : Optional.empty());
    }

    /** Becomes a customer of the merchant. Returns the customer's id. */
    public String customer() {
        return account.wallet()
                .customer(account.now(), Optional.empty(), Optional.empty(), Map.of())
                .id();
    }

    /** Returns a method that a customer of the shop has saved with an earlier purchase. */
    public Saved saved(TestCard card) {
        String customer = customer();
        return new Saved(customer, account.wallet().saved(customer, card));
    }

    /** A saved method and the customer who keeps it, by their ids. */
    public record Saved(String customer, String method) {}

    /** Returns the ids of the methods that a customer keeps, oldest first. */
    public List<String> kept(String customer) {
        return account.wallet().kept(customer).stream().map(Method::id).toList();
    }

    /** Opens a payment that still waits for a payment method. */
    public String open(long amount, String currency, Map<String, String> metadata) {
        return open(new Asked(amount, currency, false, metadata));
    }

    /** Opens a payment for authorization first and capture later. */
    public String openManual(long amount, String currency, Map<String, String> metadata) {
        return open(new Asked(amount, currency, true, metadata));
    }

    /** Opens and pays a payment. */
    public String pay(long amount, String currency, Map<String, String> metadata) {
        String intent = open(amount, currency, metadata);
        confirm(intent, TestCard.VISA);
        return intent;
    }

    /** Opens and reserves a payment, to be captured. */
    public String authorize(long amount, String currency, Map<String, String> metadata) {
        String intent = openManual(amount, currency, metadata);
        confirm(intent, TestCard.VISA);
        return intent;
    }

    /** Opens and reserves a payment that may be captured in parts. */
    public String authorizeParts(long amount, String currency, Map<String, String> metadata) {
        String intent = open(new Asked(amount, currency, Asked.CaptureMethod.MANUAL, true, metadata));
        confirm(intent, TestCard.VISA);
        return intent;
    }

    /** Opens a payment whose first card is refused, and whose second card pays. */
    public String declineThenSucceed(long amount, String currency, Map<String, String> metadata) {
        String intent = open(amount, currency, metadata);
        confirm(intent, TestCard.INSUFFICIENT_FUNDS);
        confirm(intent, TestCard.VISA);
        return intent;
    }

    /** Opens a payment for one amount and changes it before it is paid; Stripe sends no event of the change. */
    public String payAnother(long asked, long paid, String currency, Map<String, String> metadata) {
        String intent = open(asked, currency, metadata);
        reprice(intent, paid);
        confirm(intent, TestCard.VISA);
        return intent;
    }

    /** Tries a card; what follows is the card's own matter. */
    public void confirm(String intent, TestCard card) {
        Intent after = move(intent, (it, stamp) -> Intents.confirm(it, stamp, card));
        bookIfCaptured(after);
    }

    /** Answers a required action. */
    public void authenticate(String intent, boolean passes) {
        bookIfCaptured(move(intent, (it, stamp) -> Intents.authenticate(it, stamp, passes)));
    }

    /** Finishes 3-D Secure well. */
    public void authenticates(String intent) {
        authenticate(intent, true);
    }

    /** Fails 3-D Secure: the bank does not believe that it is the card's owner. */
    public void failsAuthentication(String intent) {
        authenticate(intent, false);
    }

    /** Pays the voucher at the counter, sends the bank transfer, or reads the deposits off the bank statement. */
    public void acts(String intent) {
        bookIfCaptured(move(intent, Intents::act));
    }

    /** Closes the window in the middle of 3-D Secure. Stripe hears nothing, so the payment goes on waiting. */
    public void abandons(String intent) {
        String now = status(intent);
        if (!now.equals(Intent.Status.REQUIRES_ACTION.wire())) {
            throw new IllegalStateException("Nothing to walk away from in " + now + ": " + intent);
        }
    }

    /** Lets an authorization expire that was never captured: the card's issuer releases it. */
    public void letExpire(String intent) {
        move(intent, Intents::expire);
    }

    /** Returns the payments with this metadata, newest first, ours and others'. */
    public List<String> payments(String metadataKey, String value) {
        return account.all().stream()
                .filter(intent -> value.equals(intent.asked().metadata().get(metadataKey)))
                .map(Intent::id)
                .toList();
    }

    /** Answers a payment in processing, as the bank does. */
    public void clear(String intent, boolean paid) {
        bookIfCaptured(move(intent, (it, stamp) -> Intents.clear(it, stamp, paid)));
    }

    public void reprice(String intent, long amount) {
        move(intent, (it, _) -> Intents.reprice(it, amount));
    }

    /** Raises what is authorized. */
    public void increment(String intent, long amount) {
        move(intent, (it, _) -> Intents.increment(it, amount));
    }

    /** Takes what was authorized. */
    public void capture(String intent) {
        capture(intent, account.find(intent).asked().amount());
    }

    /** Takes another amount than was authorized, never more; Stripe shows the rest as a refund that moved no money. */
    public void capture(String intent, long amount) {
        bookIfCaptured(move(intent, (it, stamp) -> Intents.capture(it, stamp, amount)));
    }

    /** Takes a part, after which more may be taken. */
    public void capturePart(String intent, long amount) {
        move(intent, (it, stamp) -> Intents.capture(it, stamp, amount, false));
    }

    public void cancel(String intent) {
        move(intent, Intents::cancel);
    }

    /** Refunds; see {@link Merchant#refund}. */
    public String refundFromDashboard(String intent, long amount) {
        return merchant.refund(intent, amount);
    }

    /** Fails a refund; see {@link Merchant#failRefund}. */
    public void failRefund(String intent) {
        merchant.failRefund(intent);
    }

    /** Opens a dispute; see {@link Merchant#openDispute}. */
    public String openDispute(String intent) {
        return merchant.openDispute(intent);
    }

    /** Closes a dispute; see {@link Merchant#closeDispute}. */
    public void closeDispute(String intent, boolean won) {
        merchant.closeDispute(intent, won);
    }

    /** Returns the status, such as {@code requires_action} or {@code succeeded}. */
    public String status(String intent) {
        return account.find(intent).status().wire();
    }

    /** Returns the {@code ch_} id that a plugin would record as the order's transaction; empty before the first try. */
    public Optional<String> latestCharge(String intent) {
        return account.find(intent).latest().map(Charge::id);
    }

    private String open(Asked asked) {
        return account.open(Cause.OUTSIDE, stamp -> Intents.open(stamp, asked, Optional.empty()))
                .id();
    }

    private Intent move(String intent, BiFunction<Intent, Stamp, Move> step) {
        return account.move(intent, Cause.OUTSIDE, step);
    }

    private void bookIfCaptured(Intent intent) {
        if (intent.status() == Intent.Status.SUCCEEDED) {
            move(intent.id(), (it, _) -> Intents.book(it));
        }
    }
}
