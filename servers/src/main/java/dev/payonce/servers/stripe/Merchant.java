package dev.payonce.servers.stripe;

import dev.payonce.servers.stripe.account.Account;
import dev.payonce.servers.stripe.account.Account.Cause;
import dev.payonce.servers.stripe.account.Bank.Balance;
import dev.payonce.servers.stripe.state.Charge;
import dev.payonce.servers.stripe.state.Disputes;
import dev.payonce.servers.stripe.state.FraudSigns;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.IntentRefusal;
import dev.payonce.servers.stripe.state.Intents;
import dev.payonce.servers.stripe.state.Refund;
import dev.payonce.servers.stripe.state.RefundStatus;
import dev.payonce.servers.stripe.state.Refusal;
import dev.payonce.servers.stripe.state.Reversals;
import dev.payonce.servers.stripe.state.Reversals.RefundRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The merchant in Stripe's dashboard or with the shop's own plugin, and the banks: money that goes back without
 * Payonce. Amounts are in Stripe's minor units; payments are named by their {@code pi_} id. A step that Stripe would
 * refuse throws. Safe for many threads.
 */
public final class Merchant {

    private static final Optional<String> DISPUTED = Optional.of("charge_for_pending_refund_disputed");

    private final Account account;

    Merchant(Account account) {
        this.account = account;
    }

    /** Refunds by hand: nothing says what it is for. Returns the refund's id. */
    public String refund(String intent, long amount) {
        return refund(intent, amount, Map.of());
    }

    /**
     * Refunds with the metadata that the shop's plugin, or a person who copies ours, writes. Returns the refund's id.
     */
    public String refund(String intent, long amount, Map<String, String> metadata) {
        RefundRequest request = new RefundRequest(Optional.of(amount), Optional.of(Intents.BY_CUSTOMER), metadata);
        return charge(account.refund(intent, Cause.OUTSIDE, request))
                .refunds()
                .getLast()
                .id();
    }

    /** Moves a refund on, before or against its course. */
    public void becomes(String refund, RefundStatus status) {
        becomes(refund, status, status == RefundStatus.FAILED ? Optional.of("unknown") : Optional.empty());
    }

    /** Lets the newest refund, which had succeeded, fail after all: the shopper's bank sent the money back. */
    public void failRefund(String intent) {
        Refund newest = account.find(intent).latest().stream()
                .flatMap(charge -> charge.refunds().stream())
                .filter(refund -> refund.stands() && !refund.release())
                .reduce((_, newer) -> newer)
                .orElseThrow(() -> Refusal.missing("refund", "refund", intent));
        becomes(newest.id(), RefundStatus.FAILED);
    }

    /** Sets the balance that pays refunds. With enough, those that waited for it go out. */
    public void balance(Balance next) {
        account.bank().balance(next);
        if (next == Balance.ENOUGH) {
            account.all().reversed().stream()
                    .flatMap(intent -> waiting(intent).stream())
                    .filter(refund ->
                            refund.why().filter(Refund.LOW_BALANCE::equals).isPresent())
                    .forEach(refund -> becomes(refund.id(), RefundStatus.SUCCEEDED));
        }
    }

    /** Takes everything back, as the shopper's bank does; promised refunds are not sent. Returns the dispute's id. */
    public String openDispute(String intent) {
        return openDispute(intent, charge(account.find(intent)).captured());
    }

    /** Takes a part of it back. Returns the dispute's id. */
    public String openDispute(String intent, long amount) {
        Intent disputed = account.move(intent, Cause.OUTSIDE, (it, stamp) -> Disputes.open(it, stamp, amount));
        callOff(disputed);
        return charge(disputed).disputes().getLast().id();
    }

    /** Opens an inquiry: the shopper's bank asks first. Returns the dispute's id. */
    public String openInquiry(String intent) {
        Intent asked = account.move(
                intent,
                Cause.OUTSIDE,
                (it, stamp) -> Disputes.inquire(it, stamp, charge(it).captured()));
        return charge(asked).disputes().getLast().id();
    }

    /** Resolves a dispute before it opens, for instance by an agreement with the card's network. Returns its id. */
    public String preventDispute(String intent) {
        Intent prevented = account.move(
                intent,
                Cause.OUTSIDE,
                (it, stamp) -> Disputes.prevent(it, stamp, charge(it).captured()));
        return charge(prevented).disputes().getLast().id();
    }

    /** Turns the inquiry into a dispute. */
    public void escalate(String intent) {
        callOff(account.move(intent, Cause.OUTSIDE, (it, _) -> Disputes.escalate(it)));
    }

    /** Sends the merchant's evidence. */
    public void submitEvidence(String intent) {
        account.move(intent, Cause.OUTSIDE, (it, _) -> Disputes.answer(it));
    }

    /** Closes the dispute as the bank decides. An inquiry is closed either way. */
    public void closeDispute(String intent, boolean won) {
        account.move(intent, Cause.OUTSIDE, (it, _) -> Disputes.close(it, won));
    }

    /** Opens a review by hand, in the dashboard. Returns its id. */
    public String openReview(String intent) {
        Intent reviewed = account.move(intent, Cause.OUTSIDE, FraudSigns::review);
        return charge(reviewed).review().orElseThrow().id();
    }

    /** Closes the review, for a reason in Stripe's words, such as {@code approved}. */
    public void closeReview(String intent, String reason) {
        account.move(intent, Cause.OUTSIDE, (it, _) -> FraudSigns.close(it, reason));
    }

    /** Has the card's issuer warn of fraud. Returns the warning's id. */
    public String warnOfFraud(String intent) {
        return charge(account.move(intent, Cause.OUTSIDE, FraudSigns::warn))
                .warnings()
                .getLast()
                .id();
    }

    private void callOff(Intent disputed) {
        waiting(disputed).forEach(refund -> becomes(refund.id(), RefundStatus.FAILED, DISPUTED));
    }

    private static List<Refund> waiting(Intent intent) {
        return intent.latest().stream()
                .flatMap(charge -> charge.refunds().stream())
                .filter(refund -> refund.status() == RefundStatus.PENDING)
                .toList();
    }

    private void becomes(String refund, RefundStatus status, Optional<String> why) {
        String intent =
                account.of(refund).map(Intent::id).orElseThrow(() -> Refusal.missing("refund", "refund", refund));
        account.move(intent, Cause.OUTSIDE, (it, _) -> Reversals.become(it, refund, status, why));
    }

    private static Charge charge(Intent intent) {
        return intent.latest().orElseThrow(() -> IntentRefusal.unexpectedState(intent, "given back"));
    }
}
