package dev.payonce.servers.stripe.state;

import dev.payonce.servers.stripe.state.Charge.State;
import dev.payonce.servers.stripe.state.Dispute.Status;
import java.util.Map;

/** The steps of a dispute: what the shopper's bank does, and what the merchant answers. */
public final class Disputes {

    private Disputes() {}

    /** Opens a dispute: the bank takes money back. It may take what was refunded already, since it does not ask. */
    public static Move open(Intent intent, Stamp stamp, long amount) {
        return opened(intent, stamp, amount)
                .telling("charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.updated");
    }

    /** Opens an inquiry: the bank asks, and takes nothing. */
    public static Move inquire(Intent intent, Stamp stamp, long amount) {
        return inquired(intent, stamp, amount).telling("charge.dispute.created", "charge.updated");
    }

    /** Opens what a test card opens, inside the charge: the payment's own event comes after it. */
    static Move atOnce(Intent intent, Stamp stamp, boolean inquiry, long amount) {
        return inquiry
                ? inquired(intent, stamp, amount).telling("charge.dispute.created")
                : opened(intent, stamp, amount).telling("charge.dispute.created", "charge.dispute.funds_withdrawn");
    }

    private static Move opened(Intent intent, Stamp stamp, long amount) {
        return started(intent, stamp, amount, Status.NEEDS_RESPONSE, Journal.Kind.DISPUTED);
    }

    private static Move inquired(Intent intent, Stamp stamp, long amount) {
        return started(intent, stamp, amount, Status.WARNING_NEEDS_RESPONSE, Journal.Kind.INQUIRED);
    }

    private static Move started(Intent intent, Stamp stamp, long amount, Status status, Journal.Kind truth) {
        Dispute dispute = new Dispute(stamp.name("dp_1"), stamp.now(), amount, status, Map.of());
        return moved(intent, disputable(intent), dispute, truth);
    }

    /** Records a dispute that was resolved before it opened, and takes nothing. */
    public static Move prevent(Intent intent, Stamp stamp, long amount) {
        return started(intent, stamp, amount, Status.PREVENTED, Journal.Kind.INQUIRY_CLOSED)
                .telling("charge.dispute.created", "charge.updated");
    }

    /** Turns an inquiry into a dispute: the bank is not content with the answer, and takes the money back. */
    public static Move escalate(Intent intent) {
        Dispute inquiry = open(intent);
        if (!inquiry.inquiry()) {
            throw Refusal.invalid("", "", "This dispute is no inquiry any more");
        }
        return moved(intent, charge(intent), inquiry.to(Status.NEEDS_RESPONSE), Journal.Kind.DISPUTED)
                .telling("charge.dispute.updated", "charge.dispute.funds_withdrawn");
    }

    /** Answers a dispute; after that only a bank can say more. */
    public static Move answer(Intent intent) {
        Dispute dispute = open(intent);
        Dispute answered = dispute.to(dispute.inquiry() ? Status.WARNING_UNDER_REVIEW : Status.UNDER_REVIEW);
        return updated(intent, answered);
    }

    /** Merges the merchant's metadata, by key as Stripe does. */
    public static Move describe(Intent intent, String id, Map<String, String> metadata) {
        Dispute dispute = charge(intent).dispute(id).orElseThrow(() -> Refusal.missing("dispute", "dispute", id));
        return updated(intent, dispute.with(Metadata.merged(dispute.metadata(), metadata)));
    }

    private static Move updated(Intent intent, Dispute next) {
        return Move.to(intent.with(charge(intent).with(next)))
                .about(next.id())
                .telling("charge.dispute.updated", "charge.updated");
    }

    /** Closes a dispute as the bank has decided. A closed inquiry has cost nothing. */
    public static Move close(Intent intent, boolean won) {
        Dispute dispute = open(intent);
        if (dispute.inquiry()) {
            return moved(intent, charge(intent), dispute.to(Status.WARNING_CLOSED), Journal.Kind.INQUIRY_CLOSED)
                    .telling("charge.dispute.closed", "charge.updated");
        }
        return won
                ? moved(intent, charge(intent), dispute.to(Status.WON), Journal.Kind.DISPUTE_WON)
                        .telling("charge.dispute.funds_reinstated", "charge.dispute.closed")
                : moved(intent, charge(intent), dispute.to(Status.LOST), Journal.Kind.DISPUTE_LOST)
                        .telling("charge.dispute.closed", "charge.updated");
    }

    private static Move moved(Intent intent, Charge charge, Dispute next, Journal.Kind truth) {
        return Move.to(intent.with(charge.with(next))).about(next.id()).with(truth, next.amount());
    }

    private static Charge disputable(Intent intent) {
        Charge charge = charge(intent);
        if (charge.openDispute().isPresent()) {
            throw Refusal.invalid("", "", "Charge " + charge.id() + " is disputed already");
        }
        return charge;
    }

    private static Dispute open(Intent intent) {
        return charge(intent).openDispute().orElseThrow(() -> Refusal.missing("dispute", "dispute", intent.id()));
    }

    private static Charge charge(Intent intent) {
        return intent.latest()
                .filter(charge -> charge.state() == State.CAPTURED)
                .orElseThrow(() -> IntentRefusal.unexpectedState(intent, "disputed"));
    }
}
