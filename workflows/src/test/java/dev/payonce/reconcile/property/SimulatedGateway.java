package dev.payonce.reconcile.property;

import dev.payonce.gateway.FakeGateway;
import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.PaymentBuilder;
import dev.payonce.reconcile.Policy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A gateway that keeps its promises and nothing more: a key is honoured for 24 h, answers get lost before and after the
 * effect, a list by our tag is never behind. It gives back no more than it took, and nothing that is disputed. What it
 * did with money is the truth.
 */
final class SimulatedGateway {

    private static final Duration KEYS = Duration.ofHours(24);

    private final Random random;
    private final InstantSource clock;
    private final FakeGateway account;
    private final Map<String, Instant> keys = new HashMap<>();
    private final Map<String, String> made = new HashMap<>();
    private final List<Operation> rolledForward = new ArrayList<>();
    private final List<Operation> onTheWay = new ArrayList<>();
    private final Map<String, Outcome> turnedDown = new HashMap<>();
    private int charges;
    private int returns;

    /** The number of operations that it carried out after an error, when each counted as absent. */
    int tooLate;

    /** The merchant's balance seldom covers a refund. */
    boolean poor;

    /** Every answer arrives. */
    boolean calm;

    /** Nothing arrives, and the outcome stays unknown. */
    boolean swallows;

    /** Its key is wrong: it takes nothing, and says so. */
    boolean keyIsWrong;

    /** Its key is another account's: it does not know what it has shown before. */
    boolean isAnotherAccount;

    SimulatedGateway(Random random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
        this.account = new FakeGateway(clock);
    }

    /**
     * Carries an operation out as the adapter does: never late, the same key when tried again, and a value for a known
     * outcome.
     */
    Outcome carryOut(Operation operation) {
        if (keyIsWrong && !calm && random.nextInt(4) == 0) {
            effect(operation); // A try before; its worker died, and the key was revoked meanwhile.
            return new Outcome.NotSent(operation.number(), "stripe-403").afterOtherTries();
        }
        if (keyIsWrong || isAnotherAccount) {
            return new Outcome.NotSent(operation.number(), keyIsWrong ? "stripe-401" : "stripe-404");
        }
        if (operation instanceof Operation.Void && !calm && !known(operation) && random.nextInt(6) == 0) {
            return new Outcome.Refused(operation.number(), "stripe-400"); // It is being processed.
        }
        for (int attempt = 0; attempt < 3 && !swallows; attempt++) {
            if (clock.instant().isAfter(operation.header().notAfter())) {
                return new Outcome.Unknown(operation.number(), "too-late", false);
            }
            switch (calm ? 7 : random.nextInt(8)) {
                case 0 -> {}
                case 1, 2 -> effect(operation);
                case 3 -> {
                    boolean takes = operation instanceof Operation.Charge || operation instanceof Operation.Refund;
                    if (takes && !known(operation) && random.nextInt(4) == 0) {
                        keys.put(operation.header().idempotencyKey(), clock.instant());
                        rolledForward.add(operation);
                        return new Outcome.Unknown(operation.number(), "stripe-500", true);
                    }
                }
                case 4 -> {
                    if (!known(operation) && random.nextInt(4) == 0) {
                        onTheWay.add(operation); // The line is cut; what was sent arrives a little later.
                        return new Outcome.Unknown(operation.number(), "stripe-timeout", false);
                    }
                }
                default -> {
                    return effect(operation);
                }
            }
        }
        return new Outcome.Unknown(operation.number(), "stripe-timeout", false);
    }

    private boolean known(Operation operation) {
        Instant sent = keys.get(operation.header().idempotencyKey());
        return sent != null && clock.instant().isBefore(sent.plus(KEYS));
    }

    private Outcome effect(Operation operation) {
        if (rolledForward.contains(operation)) {
            return new Outcome.Unknown(operation.number(), "stripe-500", true); // Its first result is repeated.
        }
        onTheWay.remove(operation);
        boolean again = known(operation);
        keys.putIfAbsent(operation.header().idempotencyKey(), clock.instant());
        return switch (operation) {
            case Operation.Charge charge -> charge(charge, again);
            case Operation.Capture capture -> moves(capture, capture.payment(), again, Stage.AUTHORIZED);
            case Operation.Refund refund -> refund(refund, again);
            case Operation.Void it ->
                moves(it, it.payment(), again, Stage.OPEN, Stage.APPROVED, Stage.PENDING, Stage.AUTHORIZED);
        };
    }

    /** Moves a payment that is in one of these stages, once. */
    private Outcome moves(Operation operation, String id, boolean again, Stage... from) {
        return again || !List.of(from).contains(payment(id).stage()) ? seen(operation, id) : account.succeed(operation);
    }

    private Outcome charge(Operation.Charge charge, boolean again) {
        String key = charge.header().idempotencyKey();
        if (charge.confirms().isPresent()) {
            String id = charge.confirms().get().id();
            if (!again && payment(id).refused()) {
                account.says(attempt(charge, payment(id)));
            }
            return seen(charge, id);
        }
        if (!again) {
            String id = "pi_" + ++charges;
            made.put(key, id);
            PaymentBuilder payment = PaymentBuilder.of(id, charge);
            account.says(
                    switch (random.nextInt(6)) {
                        case 0 -> payment.declined("insufficient_funds");
                        case 1 -> payment;
                        case 2 -> payment.stage(Stage.PENDING);
                        default -> taken(charge, payment);
                    });
        }
        return seen(charge, made.get(key));
    }

    /** Takes another attempt of a declined payment, which shows it by a transaction of its own. */
    private PaymentBuilder attempt(Operation.Charge charge, Payment declined) {
        PaymentBuilder next = next(declined);
        return switch (random.nextInt(4)) {
            case 0 -> next.declined("insufficient_funds");
            case 1 -> next.stage(Stage.PENDING);
            default -> taken(charge, next);
        };
    }

    private PaymentBuilder next(Payment declined) {
        return new PaymentBuilder(declined).transaction("ch_" + ++charges);
    }

    private static PaymentBuilder taken(Operation.Charge charge, PaymentBuilder payment) {
        return charge.manual() ? payment.stage(Stage.AUTHORIZED) : payment.captured();
    }

    private Outcome refund(Operation.Refund refund, boolean again) {
        String key = refund.header().idempotencyKey();
        if (again) {
            return turnedDown.getOrDefault(key, seen(refund, refund.payment()));
        }
        Payment payment = payment(refund.payment());
        boolean allowed = payment.stage() == Stage.CAPTURED
                && !payment.disputed()
                && refund.money().minor() <= payment.net().minor();
        if (!allowed || random.nextInt(8) < (poor ? 7 : 1)) {
            String code = allowed ? "balance_insufficient" : "charge_already_refunded";
            Outcome no = random.nextBoolean() || allowed
                    ? new Outcome.Declined(refund.number(), code, allowed)
                    : seen(refund, refund.payment());
            turnedDown.put(key, no);
            return no;
        }
        Reversal.State state = random.nextInt(3) == 0 ? Reversal.State.PENDING : Reversal.State.DONE;
        account.says(new PaymentBuilder(payment).refund("re_" + ++returns, state, refund));
        return seen(refund, refund.payment());
    }

    /** Lets the gateway show this refund or dispute of a payment. */
    void back(Payment payment, Reversal reversal) {
        account.says(new PaymentBuilder(payment).back(reversal));
    }

    /** Carries an old operation out again for a reset run, in its time, and loses its answer; alone, it is not too late. */
    Outcome again(Operation operation, boolean alone) {
        if (!clock.instant().isAfter(operation.header().notAfter())) {
            boolean first = !known(operation);
            effect(operation);
            tooLate += first && !alone && operation instanceof Operation.Charge ? 1 : 0;
        }
        return new Outcome.Unknown(operation.number(), "stripe-timeout", false);
    }

    /** Lets a charge capture whose answer was lost and which counted as absent. */
    void turnsUp(Operation.Charge charge) {
        Optional<Payment> declined = charge.confirms().map(confirmed -> payment(confirmed.id()));
        declined.filter(Payment::refused)
                .ifPresent(payment -> account.says(next(payment).captured()));
        if (declined.isEmpty() && !shows(charge.header().tag())) {
            pays(PaymentBuilder.of("pi_" + ++charges, charge));
        }
    }

    private boolean shows(Payment.Tag tag) {
        return all().stream()
                .anyMatch(payment -> payment.tag().filter(tag::equals).isPresent());
    }

    /** Adds a payment of another plugin for the same order. */
    void pays(PaymentBuilder payment) {
        if (payment(payment.made().id()) == null) {
            account.says(payment.captured());
        }
    }

    private Outcome seen(Operation operation, String id) {
        return new Outcome.Seen(
                operation.number(),
                new PaymentBuilder(payment(id)).seenAt(clock.instant()).made());
    }

    /** Lets everything arrive: nothing is under way for longer than {@link Policy#ABSENT_AFTER}. */
    void arrive() {
        List.copyOf(onTheWay).forEach(this::effect);
    }

    /** Shoppers and banks go on; now and then a charge that was answered with an error is carried out after all. */
    void goOn() {
        arrive();
        all().stream().filter(_ -> random.nextInt(4) == 0).forEach(payment -> account.says(further(payment)));
        if (!rolledForward.isEmpty() && random.nextInt(6) == 0) {
            Operation late = rolledForward.removeFirst();
            switch (late) {
                case Operation.Charge charge when shows(charge.header().tag()) -> {} // It turned up before.
                case Operation.Charge charge -> charge(charge, false);
                case Operation.Refund refund -> refund(refund, false);
                case Operation.Capture _, Operation.Void _ -> {}
            }
            tooLate += clock.instant().isAfter(late.header().at().plus(Policy.ABSENT_AFTER)) ? 1 : 0;
        }
    }

    private PaymentBuilder further(Payment payment) {
        PaymentBuilder it = new PaymentBuilder(payment);
        return switch (payment.stage()) {
            case OPEN -> payment.refused() ? it : fails() ? it.declined("authentication_failed") : it.captured();
            case PENDING -> fails() ? it.stage(Stage.CLOSED) : it.captured();
            case CAPTURED ->
                it.returns(payment.reversals().stream()
                        .map(reversal -> PaymentLifecycle.after(reversal, random))
                        .toList());
            case APPROVED, AUTHORIZED, CLOSED -> it;
        };
    }

    private boolean fails() {
        return random.nextInt(3) == 0;
    }

    Observation refresh(List<Lookup> what) {
        FakeGateway shown = isAnotherAccount ? new FakeGateway(clock) : account;
        return what.stream().map(shown::find).reduce(Observation.NOTHING, Observation::and);
    }

    Payment payment(String id) {
        return account.payment(id);
    }

    List<Payment> all() {
        return account.payments();
    }
}
