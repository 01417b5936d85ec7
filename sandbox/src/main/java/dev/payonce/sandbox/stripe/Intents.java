package dev.payonce.sandbox.stripe;

import static dev.payonce.sandbox.stripe.Journal.Kind.AUTHORIZED;
import static dev.payonce.sandbox.stripe.Journal.Kind.CANCELED;
import static dev.payonce.sandbox.stripe.Journal.Kind.CAPTURED;
import static dev.payonce.sandbox.stripe.Journal.Kind.DECLINED;

import dev.payonce.sandbox.stripe.Charge.State;
import dev.payonce.sandbox.stripe.Intent.Asked;
import dev.payonce.sandbox.stripe.Intent.Status;
import dev.payonce.sandbox.stripe.TestCard.Decline;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stripe's state machine of a payment until its money is taken. Each function is one step and decides from its
 * arguments alone; a step that Stripe would not take is a {@link Refusal}.
 */
final class Intents {

    private static final Set<Status> CONFIRMABLE =
            EnumSet.of(Status.REQUIRES_PAYMENT_METHOD, Status.REQUIRES_CONFIRMATION, Status.REQUIRES_ACTION);
    private static final Set<Status> CANCELABLE = EnumSet.of(
            Status.REQUIRES_PAYMENT_METHOD,
            Status.REQUIRES_CONFIRMATION,
            Status.REQUIRES_ACTION,
            Status.REQUIRES_CAPTURE);

    /** Where new names and the time come from. */
    record Stamp(Ids ids, Instant now) {
        String name(String prefix) {
            return ids.next(prefix);
        }
    }

    private Intents() {}

    static Move open(Stamp stamp, Asked asked, Optional<TestCard> card) {
        Status status = card.isPresent() ? Status.REQUIRES_CONFIRMATION : Status.REQUIRES_PAYMENT_METHOD;
        Intent intent = new Intent(
                stamp.name("pi_3"), stamp.now(), asked, status, card, Optional.empty(), List.of(), Optional.empty());
        return Move.to(intent).telling("payment_intent.created");
    }

    static Move confirm(Intent intent, Stamp stamp, TestCard card) {
        require(CONFIRMABLE.contains(intent.status()), intent, "confirmed");
        Intent trying = intent.trying(card);
        return switch (card.outcome()) {
            case APPROVED -> approve(trying, stamp);
            case DECLINED -> decline(trying, stamp, card.decline().orElseThrow());
            case ACTION -> Move.to(trying.to(Status.REQUIRES_ACTION)).telling("payment_intent.requires_action");
            case PROCESSING -> {
                Charge charge = newCharge(trying, stamp, State.PENDING);
                yield Move.to(trying.with(charge).to(Status.PROCESSING))
                        .telling("charge.pending", "payment_intent.processing");
            }
        };
    }

    /** The shopper has authenticated, or has failed to. */
    static Move authenticate(Intent intent, Stamp stamp, boolean passes) {
        require(intent.status() == Status.REQUIRES_ACTION, intent, "authenticated");
        if (passes) {
            return approve(intent, stamp);
        }
        Decline decline = new Decline("payment_intent_authentication_failure", "authentication_required");
        return Move.to(intent.declined(decline))
                .with(DECLINED, intent.asked().amount())
                .telling("payment_intent.payment_failed");
    }

    /** The bank's answer to a debit has come. */
    static Move clear(Intent intent, Stamp stamp, boolean paid) {
        require(intent.status() == Status.PROCESSING, intent, "cleared");
        return paid
                ? approve(intent, stamp)
                : decline(intent, stamp, new Decline("payment_intent_payment_attempt_failed", "insufficient_funds"));
    }

    static Move capture(Intent intent, Stamp stamp, long amount) {
        require(intent.status() == Status.REQUIRES_CAPTURE, intent, "captured");
        if (amount < 1 || amount > intent.capturable()) {
            throw Refusal.invalid("amount_too_large", "amount_to_capture", "More than what is capturable");
        }
        Charge charge = intent.latest().orElseThrow().capturing(amount);
        long rest = intent.asked().amount() - amount;
        Charge whole = rest == 0 ? charge : charge.with(Returns.release(stamp, rest));
        return Move.to(intent.with(whole).to(Status.SUCCEEDED))
                .with(CAPTURED, amount)
                .telling("charge.captured", "payment_intent.succeeded");
    }

    static Move cancel(Intent intent, Stamp stamp) {
        require(CANCELABLE.contains(intent.status()), intent, "canceled");
        Move canceled = Move.to(intent.canceled(stamp.now()));
        if (intent.status() != Status.REQUIRES_CAPTURE) {
            return canceled.with(CANCELED, 0).telling("payment_intent.canceled");
        }
        Charge released = intent.latest()
                .orElseThrow()
                .with(Returns.release(stamp, intent.asked().amount()));
        return Move.to(canceled.intent().with(released))
                .with(CANCELED, intent.asked().amount())
                .telling("charge.refunded", "payment_intent.canceled");
    }

    /** Whoever made the payment changes its amount before it is confirmed; Stripe tells nobody. */
    static Move reprice(Intent intent, long amount) {
        require(CONFIRMABLE.contains(intent.status()), intent, "updated");
        return Move.to(intent.asking(intent.asked().repriced(amount)));
    }

    /** Some moments after a capture Stripe writes its balance transaction and tells of it. */
    static Move book(Intent intent) {
        return Move.to(intent.with(intent.latest().orElseThrow().book())).telling("charge.updated");
    }

    private static Move approve(Intent intent, Stamp stamp) {
        boolean manual = intent.asked().manual();
        State state = manual ? State.AUTHORIZED : State.CAPTURED;
        Intent next = intent.with(
                        pending(intent).map(it -> it.to(state)).orElseGet(() -> newCharge(intent, stamp, state)))
                .to(manual ? Status.REQUIRES_CAPTURE : Status.SUCCEEDED);
        return Move.to(next)
                .with(manual ? AUTHORIZED : CAPTURED, intent.asked().amount())
                .telling(
                        "charge.succeeded",
                        manual ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded");
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
            throw Refusal.unexpectedState(intent, action);
        }
    }
}
