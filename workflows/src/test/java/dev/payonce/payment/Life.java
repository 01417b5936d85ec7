package dev.payonce.payment;

import dev.payonce.money.Money;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Names;
import dev.payonce.payment.Payment.Return;
import dev.payonce.payment.Payment.Stage;
import dev.payonce.payment.Payment.WaitsFor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One payment from its first state to its last, as its gateway might tell it. Time moves it forward, never back. */
final class Life {

    static final String OTHER_KEY = Fingerprint.ofOrderKey("wc_order_restored");
    private static final String OTHER_SITE = Fingerprint.ofSite("https://staging.example");
    private static final long[] AMOUNTS = {4990, 4990, 4990, 4990, 4990, 4990, 4991, 4989, 4992, 100};

    /** What proves whose it is. */
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

    Life(Random random, int number, Instant born) {
        this.random = random;
        this.proof = random.nextInt(3) > 0
                ? (random.nextBoolean() ? Proof.TAG : Proof.CLAIM)
                : Proof.values()[random.nextInt(Proof.values().length)];
        String currency = random.nextInt(12) == 0 ? "USD" : "EUR";
        long amount = AMOUNTS[random.nextInt(AMOUNTS.length)];
        String id = "pi_" + number + (random.nextInt(40) == 0 ? "x".repeat(250) : "");
        APayment payment = APayment.of(id, new Money(amount, currency));
        payment = random.nextInt(8) == 0 ? payment.at("paypal") : payment.transaction("ch_" + number);
        states.add(proven(payment).made());
        since.add(born);
        for (int i = random.nextInt(4); i > 0; i--) {
            goOn(born);
        }
    }

    private APayment proven(APayment payment) {
        return switch (proof) {
            case TAG -> payment.tagged();
            case TAG_OF_OTHER_KEY -> payment.tagged("", AnOrder.SITE, AnOrder.NUMBER, OTHER_KEY, 1);
            case TAG_OF_OTHER_STORE -> payment.tagged("other", AnOrder.SITE, AnOrder.NUMBER, AnOrder.KEY, 1);
            case TAG_OF_OTHER_SITE -> payment.tagged("", OTHER_SITE, AnOrder.NUMBER, AnOrder.KEY, 1);
            case CLAIM -> payment.claimed();
            case CLAIM_OF_OTHER_KEY -> payment.claimed(OTHER_KEY, "", AnOrder.SITE);
            case CLAIM_OF_OTHER_SITE -> payment.claimed(AnOrder.KEY, "", OTHER_SITE);
            case CLAIM_OF_NUMBER -> payment.claimed("", Long.toString(AnOrder.NUMBER), AnOrder.SITE);
            case NONE -> payment;
        };
    }

    String id() {
        return states.getFirst().id();
    }

    Names names() {
        return states.getFirst().names();
    }

    /** As it is now. */
    Payment now() {
        return states.getLast();
    }

    /** As a look at that time saw it. */
    Payment at(Instant time) {
        int last = 0;
        for (int i = 0; i < states.size(); i++) {
            last = since.get(i).isAfter(time) ? last : i;
        }
        return new APayment(states.get(last)).seenAt(time).made();
    }

    /** One step further, if there is one. */
    void goOn(Instant when) {
        APayment payment = new APayment(now());
        APayment next = switch (now().stage()) {
            case OPEN -> opened(payment);
            case APPROVED, PENDING, AUTHORIZED ->
                switch (random.nextInt(6)) {
                    case 0 -> payment.stage(Stage.CLOSED);
                    case 1 -> payment.declined("late");
                    default -> captured(payment);
                };
            case CAPTURED -> returned(payment);
            case CLOSED -> payment;
        };
        if (!next.equals(payment)) {
            states.add(next.made());
            since.add(when);
        }
    }

    private APayment opened(APayment payment) {
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

    private APayment captured(APayment payment) {
        return random.nextInt(10) == 0 ? payment.captured(random.nextInt(6000)) : payment.captured();
    }

    private APayment returned(APayment payment) {
        List<Return> returns = new ArrayList<>(now().returns());
        if (returns.isEmpty() || random.nextInt(4) == 0) {
            long minor = random.nextBoolean()
                    ? now().captured().minor()
                    : random.nextLong(now().captured().minor() + 1);
            boolean dispute = random.nextInt(3) == 0;
            returns.add(new Return(
                    (dispute ? "dp_" : "re_") + id().substring(3) + "_" + returns.size(),
                    dispute ? Return.Kind.DISPUTE : Return.Kind.REFUND,
                    dispute ? Return.State.OPEN : random.nextBoolean() ? Return.State.PENDING : Return.State.DONE,
                    new Money(minor, now().captured().currency()),
                    Optional.empty(),
                    Optional.empty()));
        } else {
            int which = random.nextInt(returns.size());
            Return old = returns.get(which);
            returns.set(
                    which,
                    new Return(
                            old.id(), old.kind(), after(old.state()), old.money(), Optional.empty(), Optional.empty()));
        }
        return payment.returns(returns);
    }

    private Return.State after(Return.State state) {
        return switch (state) {
            case PENDING -> random.nextBoolean() ? Return.State.DONE : Return.State.FAILED;
            case DONE -> random.nextInt(3) == 0 ? Return.State.FAILED : Return.State.DONE;
            case OPEN -> random.nextBoolean() ? Return.State.WON : Return.State.LOST;
            case FAILED, WON, LOST -> state;
        };
    }
}
