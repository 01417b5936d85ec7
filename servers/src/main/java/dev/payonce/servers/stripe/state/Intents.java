package dev.payonce.servers.stripe.state;

import static dev.payonce.servers.stripe.state.Journal.Kind.AUTHORIZED;
import static dev.payonce.servers.stripe.state.Journal.Kind.CANCELED;
import static dev.payonce.servers.stripe.state.Journal.Kind.CAPTURED;
import static dev.payonce.servers.stripe.state.Journal.Kind.DECLINED;
import static dev.payonce.servers.stripe.state.Journal.Kind.PENDING;

import dev.payonce.servers.stripe.state.Charge.State;
import dev.payonce.servers.stripe.state.Intent.Status;
import dev.payonce.servers.stripe.state.TestCard.Decline;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The state machine of a payment until its money is taken. Each function is one step and decides from its arguments
 * alone; a step that Stripe would not take is a {@link Refusal}.
 */
public final class Intents {

    private static final Set<Status> CONFIRMABLE =
            EnumSet.of(Status.REQUIRES_PAYMENT_METHOD, Status.REQUIRES_CONFIRMATION, Status.REQUIRES_ACTION);
    private static final Set<Status> CANCELABLE = EnumSet.of(
            Status.REQUIRES_PAYMENT_METHOD,
            Status.REQUIRES_CONFIRMATION,
            Status.REQUIRES_ACTION,
            Status.REQUIRES_CAPTURE);

    public static final String BY_CUSTOMER = "requested_by_customer";

    /**
     * The manner of a confirmation.
     *
     * @param returnUrl where the shopper's browser goes after an action
     * @param absent true when no shopper is there to act: a card that wants an action is declined
     */
    public record Manner(Optional<String> returnUrl, boolean absent) {
        static final Manner PRESENT = new Manner(Optional.empty(), false);
    }

    private Intents() {}

    public static Move open(Stamp stamp, Asked asked, Optional<Method> method) {
        Status status = method.isPresent() ? Status.REQUIRES_CONFIRMATION : Status.REQUIRES_PAYMENT_METHOD;
        Intent intent = new Intent(
                stamp.name("pi_3"),
                stamp.now(),
                asked,
                status,
                method,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
        return Move.to(intent).telling("payment_intent.created");
    }

    public static Move confirm(Intent intent, Stamp stamp, TestCard card) {
        return confirm(intent, stamp, Method.of(card), Manner.PRESENT);
    }

    public static Move confirm(Intent intent, Stamp stamp, Method method, Manner how) {
        require(CONFIRMABLE.contains(intent.status()), intent, "confirmed");
        TestCard card = method.card();
        Intent trying = intent.trying(method).returningTo(how.returnUrl());
        if (how.absent()
                && (card.outcome() == TestCard.Outcome.ACTION || card.action().isPresent())) {
            return unauthenticated(trying, new Decline("authentication_required", "authentication_required"));
        }
        return switch (card.outcome()) {
            case APPROVED -> approve(trying, stamp);
            case DECLINED -> decline(trying, stamp, card.decline().orElseThrow());
            case ACTION, LASTING ->
                Move.to(trying.to(Status.REQUIRES_ACTION)).telling("payment_intent.requires_action");
            case PROCESSING -> process(trying, stamp);
        };
    }

    private static Move process(Intent intent, Stamp stamp) {
        Charge charge = newCharge(intent, stamp, State.PENDING);
        return Move.to(intent.with(charge).to(Status.PROCESSING))
                .with(PENDING, charge.amount())
                .telling("charge.pending", "payment_intent.processing");
    }

    /** Takes the action that lasts days: a voucher or a transfer is paid; after deposits a bank debit begins. */
    public static Move act(Intent intent, Stamp stamp) {
        LastingAction action = lasting(intent);
        return action.debit() ? process(intent, stamp) : approve(intent, stamp);
    }

    /** Lets the action that lasts days expire: Stripe wants another payment method. */
    public static Move lapse(Intent intent, Stamp stamp) {
        lasting(intent);
        return decline(intent, stamp, new Decline("payment_intent_payment_attempt_expired", ""));
    }

    private static LastingAction lasting(Intent intent) {
        return intent.card()
                .filter(_ -> intent.status() == Status.REQUIRES_ACTION)
                .flatMap(TestCard::action)
                .orElseThrow(() -> IntentRefusal.unexpectedState(intent, "paid"));
    }

    /** Authenticates the shopper, or fails to. */
    public static Move authenticate(Intent intent, Stamp stamp, boolean passes) {
        require(intent.status() == Status.REQUIRES_ACTION, intent, "authenticated");
        if (passes) {
            return approve(intent, stamp);
        }
        return unauthenticated(intent, new Decline("payment_intent_authentication_failure", "authentication_required"));
    }

    /** Declines before there is a charge: the bank was not asked for the money. */
    private static Move unauthenticated(Intent intent, Decline decline) {
        return Move.to(intent.declined(decline))
                .with(DECLINED, intent.asked().amount())
                .telling("payment_intent.payment_failed");
    }

    /** Clears a debit, as the bank's answer says. */
    public static Move clear(Intent intent, Stamp stamp, boolean paid) {
        require(intent.status() == Status.PROCESSING, intent, "cleared");
        return paid
                ? approve(intent, stamp)
                : decline(intent, stamp, new Decline("payment_intent_payment_attempt_failed", "insufficient_funds"));
    }

    public static Move capture(Intent intent, Stamp stamp, long amount) {
        return capture(intent, stamp, amount, true);
    }

    /** @param last false when more of the same authorization is to be taken later */
    public static Move capture(Intent intent, Stamp stamp, long amount, boolean last) {
        require(intent.status() == Status.REQUIRES_CAPTURE, intent, "captured");
        long rest = intent.capturable() - amount;
        if (amount < 1 || rest < 0) {
            throw Refusal.invalid("amount_too_large", "amount_to_capture", "More than what is capturable");
        }
        if (!last && !intent.asked().multicapture()) {
            throw Refusal.invalid("", "final_capture", "This payment cannot be captured several times");
        }
        Charge charge = intent.latest().orElseThrow();
        long taken = charge.captured() + amount;
        if (!last && rest > 0) {
            return Move.to(intent.with(charge.capturingPartly(taken)))
                    .with(CAPTURED, amount)
                    .telling("charge.captured", "payment_intent.amount_capturable_updated");
        }
        Charge whole = charge.capturing(taken);
        Charge closed = rest == 0 ? whole : whole.with(Refund.release(stamp.name("re_3"), stamp.now(), rest));
        return taken(intent.with(closed).to(Status.SUCCEEDED), stamp, amount, "charge.captured");
    }

    /** Takes the money; a test card of a dispute opens it before Stripe reports the payment itself. */
    private static Move taken(Intent paid, Stamp stamp, long amount, String first) {
        Move taken = Move.to(paid).with(CAPTURED, amount);
        return paid.card()
                .filter(TestCard::opensDispute)
                .map(card -> {
                    Move dispute = Disputes.atOnce(paid, stamp, card == TestCard.INQUIRY, paid.received());
                    Move succeeds = Move.to(dispute.intent()).telling("payment_intent.succeeded");
                    return taken.telling(first).then(dispute.then(succeeds));
                })
                .orElseGet(() -> taken.telling(first, "payment_intent.succeeded"));
    }

    /** Reports that a bank transfer brought a part of the amount. */
    public static Move fundPartly(Intent intent) {
        lasting(intent);
        return Move.to(intent).telling("payment_intent.partially_funded");
    }

    public static Move cancel(Intent intent, Stamp stamp) {
        return cancel(intent, stamp, BY_CUSTOMER);
    }

    public static Move cancel(Intent intent, Stamp stamp, String reason) {
        require(CANCELABLE.contains(intent.status()), intent, "canceled");
        return intent.status() == Status.REQUIRES_CAPTURE
                ? letGo(intent, stamp, reason).telling("charge.refunded", "payment_intent.canceled")
                : Move.to(intent.canceled(stamp.now(), reason))
                        .with(CANCELED, 0)
                        .telling("payment_intent.canceled");
    }

    /** Expires an authorization that was not captured in time: the card's issuer releases the reserved money. */
    public static Move expire(Intent intent, Stamp stamp) {
        require(intent.status() == Status.REQUIRES_CAPTURE, intent, "expired");
        return letGo(intent, stamp, "automatic").telling("charge.expired", "payment_intent.canceled");
    }

    /** Releases what is reserved; what was captured before stays captured, and can be refunded. */
    private static Move letGo(Intent intent, Stamp stamp, String reason) {
        long rest = intent.capturable();
        Charge charge = intent.latest().orElseThrow();
        Charge taken = charge.captured() > 0 ? charge.capturing(charge.captured()) : charge;
        Charge released = taken.with(Refund.release(stamp.name("re_3"), stamp.now(), rest));
        return Move.to(intent.canceled(stamp.now(), reason).with(released)).with(CANCELED, rest);
    }

    /** Changes the amount before the payment is confirmed; Stripe sends no event. */
    public static Move reprice(Intent intent, long amount) {
        require(CONFIRMABLE.contains(intent.status()), intent, "updated");
        return Move.to(intent.asking(intent.asked().repriced(amount)));
    }

    /** Raises an authorization, as Stripe does for a merchant who asks for more before the capture. */
    public static Move increment(Intent intent, long amount) {
        require(intent.status() == Status.REQUIRES_CAPTURE, intent, "incremented");
        Charge raised = intent.latest().orElseThrow().incremented(amount);
        return Move.to(intent.asking(intent.asked().repriced(amount)).with(raised))
                .telling("charge.updated", "payment_intent.amount_capturable_updated");
    }

    /** Books a capture: some moments after it Stripe writes its balance transaction and sends an event. */
    public static Move book(Intent intent) {
        return Move.to(intent.with(intent.latest().orElseThrow().book())).telling("charge.updated");
    }

    private static Move approve(Intent intent, Stamp stamp) {
        boolean manual = intent.asked().manual();
        State state = manual ? State.AUTHORIZED : State.CAPTURED;
        Intent next = intent.with(
                        pending(intent).map(it -> it.to(state)).orElseGet(() -> newCharge(intent, stamp, state)))
                .to(manual ? Status.REQUIRES_CAPTURE : Status.SUCCEEDED);
        long amount = intent.asked().amount();
        Move done = manual
                ? Move.to(next)
                        .with(AUTHORIZED, amount)
                        .telling("charge.succeeded", "payment_intent.amount_capturable_updated")
                : taken(next, stamp, amount, "charge.succeeded");
        return FraudSigns.atOnce(done, stamp);
    }

    private static Move decline(Intent intent, Stamp stamp, Decline decline) {
        Charge failed =
                pending(intent).map(it -> it.to(State.FAILED)).orElseGet(() -> newCharge(intent, stamp, State.FAILED));
        return Move.to(intent.with(failed).declined(decline))
                .with(DECLINED, intent.asked().amount())
                .telling("charge.failed", "payment_intent.payment_failed");
    }

    private static Optional<Charge> pending(Intent intent) {
        return intent.latest().filter(charge -> charge.state() == State.PENDING);
    }

    private static Charge newCharge(Intent intent, Stamp stamp, State state) {
        return Charge.of(stamp.name("ch_3"), stamp.now(), intent.asked().amount(), state);
    }

    private static void require(boolean legal, Intent intent, String action) {
        if (!legal) {
            throw IntentRefusal.unexpectedState(intent, action);
        }
    }
}
