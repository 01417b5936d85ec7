package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Outcome;
import dev.payonce.gateway.TagQuery;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A gateway that keeps its promises and nothing more: a key is honoured for 24 h, answers get lost before and after the
 * effect, a list by our tag is never behind. It gives back no more than it took, and nothing that is disputed. What it
 * did with money is the truth.
 */
final class SimulatedGateway {

    private static final Duration KEYS = Duration.ofHours(24);

    private final Random random;
    private final Supplier<Instant> clock;
    private final Map<String, Payment> payments = new LinkedHashMap<>();
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

    SimulatedGateway(Random random, Supplier<Instant> clock) {
        this.random = random;
        this.clock = clock;
    }

    /**
     * Carries an operation out as the adapter does: never late, the same key when tried again, and a value for a known
     * outcome.
     */
    Outcome carryOut(Operation operation) {
        if (keyIsWrong || isAnotherAccount) {
            return new Outcome.NotSent(operation.number(), keyIsWrong ? "stripe-401" : "stripe-404");
        }
        if (operation instanceof Operation.Void && !calm && !known(operation) && random.nextInt(6) == 0) {
            return new Outcome.Refused(operation.number(), "stripe-400"); // It is being processed.
        }
        for (int attempt = 0; attempt < 3 && !swallows; attempt++) {
            if (clock.get().isAfter(operation.header().notAfter())) {
                return new Outcome.Unknown(operation.number(), "too-late", false);
            }
            switch (calm ? 7 : random.nextInt(8)) {
                case 0 -> {}
                case 1, 2 -> effect(operation);
                case 3 -> {
                    boolean takes = operation instanceof Operation.Charge || operation instanceof Operation.Refund;
                    if (takes && !known(operation) && random.nextInt(4) == 0) {
                        keys.put(operation.header().idempotencyKey(), clock.get());
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
        return sent != null && clock.get().isBefore(sent.plus(KEYS));
    }

    private Outcome effect(Operation operation) {
        if (rolledForward.contains(operation)) {
            return new Outcome.Unknown(operation.number(), "stripe-500", true); // Its first result is repeated.
        }
        onTheWay.remove(operation);
        String key = operation.header().idempotencyKey();
        boolean again = known(operation);
        keys.putIfAbsent(key, clock.get());
        return switch (operation) {
            case Operation.Charge charge -> charge(charge, again);
            case Operation.Capture capture -> on(capture, capture.payment(), again || !is(capture, Stage.AUTHORIZED));
            case Operation.Refund refund -> refund(refund, again);
            case Operation.Void it -> on(it, it.payment(), again || is(it, Stage.CAPTURED) || is(it, Stage.CLOSED));
        };
    }

    private boolean is(Operation operation, Stage stage) {
        String id = operation instanceof Operation.Capture it ? it.payment() : ((Operation.Void) operation).payment();
        return payments.get(id).stage() == stage;
    }

    private Outcome charge(Operation.Charge charge, boolean again) {
        String key = charge.header().idempotencyKey();
        if (charge.confirms().isPresent()) {
            String id = charge.confirms().get().id();
            if (!again && payments.get(id).refused()) {
                payments.put(id, attempt(charge, payments.get(id)));
            }
            return seen(charge, id);
        }
        if (!again) {
            charges++;
            String id = "pi_" + charges;
            made.put(key, id);
            Payment.Tag tag = charge.header().tag();
            PaymentBuilder payment = PaymentBuilder.of(id, charge.money())
                    .tagged(tag.store(), tag.site(), tag.order(), tag.orderKey(), tag.operation());
            payments.put(
                    id,
                    (switch (random.nextInt(6)) {
                                case 0 -> payment.declined("insufficient_funds");
                                case 1 -> payment.stage(Stage.OPEN, WaitsFor.SHOPPER);
                                case 2 -> payment.stage(Stage.PENDING);
                                default -> charge.manual() ? payment.stage(Stage.AUTHORIZED) : payment.captured();
                            })
                            .made());
        }
        return seen(charge, made.get(key));
    }

    /** Takes another attempt of a declined payment, which shows it by a transaction of its own. */
    private Payment attempt(Operation.Charge charge, Payment declined) {
        PaymentBuilder next = new PaymentBuilder(declined).transaction("ch_" + ++charges);
        return (switch (random.nextInt(4)) {
                    case 0 -> next.declined("insufficient_funds");
                    case 1 -> next.stage(Stage.PENDING);
                    default -> charge.manual() ? next.stage(Stage.AUTHORIZED) : next.captured();
                })
                .made();
    }

    private Outcome refund(Operation.Refund refund, boolean again) {
        String key = refund.header().idempotencyKey();
        if (again) {
            return turnedDown.getOrDefault(key, seen(refund, refund.payment()));
        }
        Payment payment = payments.get(refund.payment());
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
        back(
                payment,
                new Reversal(
                        "re_" + ++returns,
                        Reversal.Kind.REFUND,
                        random.nextInt(3) == 0 ? Reversal.State.PENDING : Reversal.State.DONE,
                        refund.money(),
                        Optional.of(refund.number()),
                        Optional.of(refund.storeRefund()).filter(id -> id > 0)));
        return seen(refund, refund.payment());
    }

    private void back(Payment payment, Reversal reversal) {
        payments.put(payment.id(), new PaymentBuilder(payment).back(reversal).made());
    }

    /**
     * Carries an old operation out again for a run that was reset, inside its time, and loses its answer.
     *
     * @param alone true when nothing else of the order may take money: then a charge is still the only one
     */
    Outcome again(Operation operation, boolean alone) {
        if (!clock.get().isAfter(operation.header().notAfter())) {
            boolean first = !known(operation);
            effect(operation);
            tooLate += first && !alone && operation instanceof Operation.Charge ? 1 : 0;
        }
        return new Outcome.Unknown(operation.number(), "stripe-timeout", false);
    }

    /** Refunds some of it, as by hand in the dashboard, or disputes it, as a bank does. */
    void meddle() {
        List<Payment> captured =
                payments.values().stream().filter(Payment::holdsMoney).toList();
        if (captured.isEmpty()) {
            return;
        }
        Payment payment = captured.get(random.nextInt(captured.size()));
        Money part = new Money(
                1 + random.nextLong(payment.net().minor()), payment.net().currency());
        Money money = random.nextBoolean() ? payment.net() : part;
        boolean dispute = random.nextInt(3) == 0;
        boolean crossed = dispute && random.nextInt(3) == 0; // A bank does not know what a merchant gave back.
        if (!payment.disputed()) {
            back(
                    payment,
                    new Reversal(
                            (dispute ? "dp_" : "re_") + ++returns,
                            dispute ? Reversal.Kind.DISPUTE : Reversal.Kind.REFUND,
                            dispute ? Reversal.State.OPEN : Reversal.State.DONE,
                            crossed ? payment.captured() : money,
                            Optional.empty(),
                            Optional.empty()));
        }
    }

    /** Lets a charge capture whose answer was lost and which counted as absent. */
    void turnsUp(Operation.Charge charge) {
        Payment.Tag tag = charge.header().tag();
        if (charge.confirms().isPresent()) {
            payments.computeIfPresent(
                    charge.confirms().get().id(),
                    (_, payment) -> payment.refused()
                            ? new PaymentBuilder(payment)
                                    .transaction("ch_" + ++charges)
                                    .captured()
                                    .made()
                            : payment);
            return;
        }
        if (!shows(tag)) {
            pays(PaymentBuilder.of("pi_" + ++charges, charge.money())
                    .tagged(tag.store(), tag.site(), tag.order(), tag.orderKey(), tag.operation()));
        }
    }

    private boolean shows(Payment.Tag tag) {
        return payments.values().stream()
                .anyMatch(payment -> payment.tag().filter(tag::equals).isPresent());
    }

    /** Adds a payment of another plugin for the same order. */
    void pays(PaymentBuilder payment) {
        payments.putIfAbsent(payment.made().id(), payment.captured().made());
    }

    private Outcome on(Operation operation, String id, boolean nothing) {
        if (!nothing) {
            PaymentBuilder payment = new PaymentBuilder(payments.get(id));
            payments.put(
                    id,
                    operation instanceof Operation.Capture capture
                            ? payment.captured(capture.money().minor()).made()
                            : payment.stage(Stage.CLOSED).made());
        }
        return seen(operation, id);
    }

    private Outcome seen(Operation operation, String id) {
        return new Outcome.Seen(operation.number(), now(payments.get(id)));
    }

    private Payment now(Payment payment) {
        return new PaymentBuilder(payment).seenAt(clock.get()).made();
    }

    /** Lets everything arrive: nothing is under way for longer than {@link Policy#ABSENT_AFTER}. */
    void arrive() {
        List.copyOf(onTheWay).forEach(this::effect);
    }

    /** Shoppers and banks go on; now and then a charge that was answered with an error is carried out after all. */
    void goOn() {
        arrive();
        payments.replaceAll((_, payment) -> random.nextInt(4) > 0 ? payment : further(payment));
        if (!rolledForward.isEmpty() && random.nextInt(6) == 0) {
            Operation late = rolledForward.removeFirst();
            switch (late) {
                case Operation.Charge charge when shows(charge.header().tag()) -> {} // It turned up before.
                case Operation.Charge charge -> charge(charge, false);
                case Operation.Refund refund -> refund(refund, false);
                case Operation.Capture _, Operation.Void _ -> {}
            }
            tooLate += clock.get().isAfter(late.header().at().plus(Policy.ABSENT_AFTER)) ? 1 : 0;
        }
    }

    private Payment further(Payment payment) {
        PaymentBuilder it = new PaymentBuilder(payment);
        return switch (payment.stage()) {
            case OPEN ->
                payment.refused()
                        ? payment
                        : (random.nextInt(3) == 0 ? it.declined("authentication_failed") : it.captured()).made();
            case PENDING -> (random.nextInt(3) == 0 ? it.stage(Stage.CLOSED) : it.captured()).made();
            case CAPTURED ->
                it.returns(payment.reversals().stream().map(this::further).toList())
                        .made();
            case APPROVED, AUTHORIZED, CLOSED -> payment;
        };
    }

    private Reversal further(Reversal reversal) {
        Reversal.State state = switch (reversal.state()) {
            case PENDING -> random.nextInt(3) == 0 ? Reversal.State.FAILED : Reversal.State.DONE;
            case DONE -> random.nextInt(12) == 0 ? Reversal.State.FAILED : Reversal.State.DONE;
            case OPEN -> random.nextBoolean() ? Reversal.State.WON : Reversal.State.LOST;
            case FAILED, WON, LOST, PREVENTED -> reversal.state();
        };
        return new Reversal(
                reversal.id(), reversal.kind(), state, reversal.money(), reversal.operation(), reversal.storeRefund());
    }

    Observation refresh(List<Lookup> what) {
        return what.stream().map(this::refresh).reduce(Observation.NOTHING, Observation::and);
    }

    private Observation refresh(Lookup what) {
        List<Payment> found = payments.values().stream()
                .filter(_ -> !isAnotherAccount)
                .filter(payment -> what.objects().all().stream().anyMatch(object -> called(payment, object)))
                .map(this::now)
                .toList();
        return Observation.of(
                what,
                found,
                ExternalIds.of(what.objects().all().stream()
                        .filter(object -> found.stream().noneMatch(payment -> called(payment, object)))
                        .toList()));
    }

    private static boolean called(Payment payment, String object) {
        return payment.externalIds().contains(object)
                || payment.reversals().stream()
                        .anyMatch(reversal -> reversal.id().equals(object))
                || TagQuery.parse(object)
                        .filter(mark -> payment.tag().filter(mark::names).isPresent())
                        .isPresent();
    }

    Payment payment(String id) {
        return payments.get(id);
    }

    List<Payment> all() {
        return List.copyOf(payments.values());
    }
}
