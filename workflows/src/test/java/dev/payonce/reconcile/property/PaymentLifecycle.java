package dev.payonce.reconcile.property;

import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.OrderBuilder;
import dev.payonce.reconcile.PaymentBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The life of one payment from its first state to its last, as its gateway might show it. Time moves it forward, never
 * back. Its making, and the order that it was first seen with, give its expected owner.
 */
final class PaymentLifecycle {

    static final String OTHER_KEY = Fingerprint.ofOrderKey("wc_order_restored");
    private static final String OTHER_SITE = Fingerprint.ofSite("https://staging.example");
    private static final long[] AMOUNTS = {4990, 4990, 4990, 4990, 4990, 4990, 4991, 4989, 4992, 100};

    /** The proof of its owner. */
    enum Proof {
        TAG,
        TAG_OF_OTHER_KEY,
        TAG_OF_OTHER_STORE,
        TAG_OF_OTHER_SITE,
        CLAIM,
        CLAIM_OF_OTHER_KEY,
        CLAIM_OF_OTHER_SITE,
        CLAIM_OF_NUMBER,
        NONE
    }

    final Proof proof;
    private final Random random;
    private final List<Payment> states = new ArrayList<>();
    private final List<Instant> since = new ArrayList<>();
    private Optional<String> firstKey = Optional.empty();

    PaymentLifecycle(Random random, int number, Instant born) {
        this.random = random;
        this.proof = random.nextInt(3) > 0
                ? (random.nextBoolean() ? Proof.TAG : Proof.CLAIM)
                : Proof.values()[random.nextInt(Proof.values().length)];
        String currency = random.nextInt(12) == 0 ? "USD" : "EUR";
        long amount = AMOUNTS[random.nextInt(AMOUNTS.length)];
        String id = "pi_" + number + (random.nextInt(40) == 0 ? "x".repeat(250) : "");
        PaymentBuilder payment = PaymentBuilder.of(id, new Money(amount, currency));
        payment = random.nextInt(8) == 0 ? payment.at("paypal") : payment.transaction("ch_" + number);
        states.add(proven(payment).made());
        since.add(born);
        for (int i = random.nextInt(4); i > 0; i--) {
            goOn(born);
        }
    }

    private PaymentBuilder proven(PaymentBuilder payment) {
        return switch (proof) {
            case TAG -> payment.tagged();
            case TAG_OF_OTHER_KEY -> payment.tagged("", OrderBuilder.SITE, OrderBuilder.NUMBER, OTHER_KEY, 1);
            case TAG_OF_OTHER_STORE ->
                payment.tagged("other", OrderBuilder.SITE, OrderBuilder.NUMBER, OrderBuilder.KEY, 1);
            case TAG_OF_OTHER_SITE -> payment.tagged("", OTHER_SITE, OrderBuilder.NUMBER, OrderBuilder.KEY, 1);
            case CLAIM -> payment.claimed();
            case CLAIM_OF_OTHER_KEY -> payment.claimed(OTHER_KEY, "", OrderBuilder.SITE);
            case CLAIM_OF_OTHER_SITE -> payment.claimed(OrderBuilder.KEY, "", OTHER_SITE);
            case CLAIM_OF_NUMBER -> payment.claimed("", Long.toString(OrderBuilder.NUMBER), OrderBuilder.SITE);
            case NONE -> payment;
        };
    }

    /** Keeps the order that the payment was first seen with. */
    void isSeenWith(Order order) {
        firstKey = firstKey.or(() -> Optional.of(order.key()));
    }

    /** Reports whether this order is the proven owner. */
    boolean isOf(Order order) {
        boolean stored = firstKey.filter(order.key()::equals).isPresent();
        boolean elsewhere = firstKey.isPresent() && !stored;
        boolean named = records(order) || stored;
        boolean original = order.key().equals(OrderBuilder.KEY);
        return switch (proof) {
            case TAG -> original;
            case TAG_OF_OTHER_KEY -> !original;
            case CLAIM -> !elsewhere && (original || stored);
            case CLAIM_OF_OTHER_KEY -> !elsewhere && (!original || stored);
            case CLAIM_OF_NUMBER, NONE -> !elsewhere && named;
            case TAG_OF_OTHER_STORE, TAG_OF_OTHER_SITE, CLAIM_OF_OTHER_SITE -> false;
        };
    }

    /** Reports whether the order records an id of it that no other order records. */
    private boolean records(Order order) {
        return externalIds().all().stream()
                .anyMatch(id ->
                        order.externalIds().contains(id) && !order.sharedIds().contains(id));
    }

    /** Reports whether its money concerns this order, or the shop where the order is gone. */
    boolean concerns(@Nullable Order order) {
        boolean points = order == null
                || records(order)
                || firstKey.filter(order.key()::equals).isPresent();
        boolean original = order != null && order.key().equals(OrderBuilder.KEY);
        return switch (proof) {
            case TAG, TAG_OF_OTHER_KEY -> true;
            case CLAIM -> points || original;
            case CLAIM_OF_OTHER_KEY -> points || !original;
            case CLAIM_OF_NUMBER, NONE -> points;
            case TAG_OF_OTHER_STORE, TAG_OF_OTHER_SITE, CLAIM_OF_OTHER_SITE -> false;
        };
    }

    String id() {
        return states.getFirst().id();
    }

    ExternalIds externalIds() {
        return states.getFirst().externalIds();
    }

    /** Returns its present state. */
    Payment now() {
        return states.getLast();
    }

    /** Returns its state at that time. */
    Payment at(Instant time) {
        int last = 0;
        for (int i = 0; i < states.size(); i++) {
            last = since.get(i).isAfter(time) ? last : i;
        }
        return new PaymentBuilder(states.get(last)).seenAt(time).made();
    }

    /** Moves it one step further, if there is one. */
    void goOn(Instant when) {
        PaymentBuilder payment = new PaymentBuilder(now());
        PaymentBuilder next = switch (now().stage()) {
            case OPEN -> opened(payment);
            case APPROVED, PENDING, AUTHORIZED ->
                switch (random.nextInt(8)) {
                    case 0 -> payment.stage(Stage.CLOSED);
                    case 1 -> now().captured().isPositive() ? payment : payment.declined("late");
                    case 2, 3 -> within(payment, when);
                    case 4 -> now().stage() == Stage.AUTHORIZED ? partly(payment) : captured(payment);
                    default -> captured(payment);
                };
            case CAPTURED -> returned(payment);
            case CLOSED -> now().captured().isPositive() ? returned(payment) : payment;
        };
        if (!next.equals(payment)) {
            states.add(next.made());
            since.add(when);
        }
    }

    /** Changes something within the stage: the one whose turn it is, or its end. */
    private PaymentBuilder within(PaymentBuilder payment, Instant when) {
        return random.nextBoolean()
                ? payment.stage(now().stage(), List.of(WaitsFor.values()).get(random.nextInt(3)))
                : payment.until(when.plus(Duration.ofHours(random.nextInt(200))));
    }

    private PaymentBuilder opened(PaymentBuilder payment) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> payment.declined("code" + random.nextInt(2));
            case 3 -> payment.stage(Stage.OPEN, WaitsFor.GATEWAY);
            case 4 -> payment.stage(Stage.PENDING, List.of(WaitsFor.values()).get(random.nextInt(3)));
            case 5 -> payment.stage(Stage.AUTHORIZED);
            case 6 -> payment.stage(Stage.APPROVED);
            case 7 -> payment.stage(Stage.CLOSED);
            default -> captured(payment);
        };
    }

    /** Captures a part of an authorization; the rest may still be captured, or lapse. */
    private PaymentBuilder partly(PaymentBuilder payment) {
        long captured = now().captured().minor();
        long left = now().amount().minor() - captured;
        return left < 2
                ? payment
                : payment.captured(captured + 1 + random.nextLong(left - 1)).stage(Stage.AUTHORIZED);
    }

    private PaymentBuilder captured(PaymentBuilder payment) {
        return random.nextInt(10) == 0 ? payment.captured(random.nextInt(6000)) : payment.captured();
    }

    private PaymentBuilder suspected(PaymentBuilder payment) {
        boolean warning = random.nextInt(3) == 0;
        List<Reversal> reversals = new ArrayList<>(now().reversals());
        reversals.add(new Reversal(
                (warning ? "issfr_" : "prv_") + id().substring(3) + "_" + reversals.size(),
                warning ? Reversal.Kind.FRAUD_WARNING : Reversal.Kind.FRAUD_REVIEW,
                warning ? Reversal.State.DONE : Reversal.State.OPEN,
                now().amount(),
                Optional.empty(),
                Optional.empty()));
        return payment.returns(reversals);
    }

    private PaymentBuilder returned(PaymentBuilder payment) {
        if (random.nextInt(8) == 0) {
            return suspected(payment);
        }
        List<Reversal> reversals = new ArrayList<>(now().reversals());
        if (reversals.isEmpty() || random.nextInt(4) == 0) {
            long minor = random.nextBoolean()
                    ? now().captured().minor()
                    : random.nextLong(now().captured().minor() + 1);
            boolean dispute = random.nextInt(3) == 0;
            boolean inquiry = dispute && random.nextInt(4) == 0;
            reversals.add(new Reversal(
                    (dispute ? "dp_" : "re_") + id().substring(3) + "_" + reversals.size(),
                    inquiry ? Reversal.Kind.INQUIRY : dispute ? Reversal.Kind.DISPUTE : Reversal.Kind.REFUND,
                    dispute ? Reversal.State.OPEN : random.nextBoolean() ? Reversal.State.PENDING : Reversal.State.DONE,
                    new Money(minor, now().captured().currency()),
                    Optional.empty(),
                    Optional.empty()));
        } else {
            int which = random.nextInt(reversals.size());
            reversals.set(which, after(reversals.get(which), random));
        }
        return payment.returns(reversals);
    }

    /** Returns a reversal in the same state or in a later one; a refund that is done may fail yet. */
    static Reversal after(Reversal reversal, Random random) {
        if (reversal.kind() == Reversal.Kind.FRAUD_WARNING) {
            return reversal;
        }
        Reversal.State state = switch (reversal.state()) {
            case PENDING -> random.nextInt(3) == 0 ? Reversal.State.FAILED : Reversal.State.DONE;
            case DONE -> random.nextInt(12) == 0 ? Reversal.State.FAILED : Reversal.State.DONE;
            case OPEN ->
                switch (random.nextInt(5)) {
                    case 0, 1 -> Reversal.State.WON;
                    case 2, 3 -> Reversal.State.LOST;
                    default -> reversal.suspects() ? Reversal.State.WON : Reversal.State.PREVENTED;
                };
            case FAILED, WON, LOST, PREVENTED -> reversal.state();
        };
        return PaymentBuilder.in(state, reversal);
    }
}
