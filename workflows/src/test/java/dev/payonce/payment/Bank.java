package dev.payonce.payment;

import dev.payonce.order.Names;
import dev.payonce.payment.Payment.Stage;
import dev.payonce.payment.Payment.WaitsFor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A gateway that keeps its promises and nothing more: a key is honoured for 24 h, answers get lost before and after the
 * effect, a list by our tag is never behind. What it did with money is the truth.
 */
final class Bank {

    private static final Duration KEYS = Duration.ofHours(24);

    private final Random random;
    private final Supplier<Instant> clock;
    private final Map<String, Payment> payments = new LinkedHashMap<>();
    private final Map<String, Instant> keys = new HashMap<>();
    private final Map<String, String> made = new HashMap<>();
    private final List<Operation.Charge> rolledForward = new ArrayList<>();
    private int charges;

    /** How often it carried out what it had answered with an error, after everybody had to believe it never would. */
    int tooLate;

    Bank(Random random, Supplier<Instant> clock) {
        this.random = random;
        this.clock = clock;
    }

    /** As the adapter does: never late, the same key when tried again, and a value for whatever is known. */
    Outcome carryOut(Operation operation) {
        for (int attempt = 0; attempt < 3; attempt++) {
            if (clock.get().isAfter(operation.ticket().notAfter())) {
                return new Outcome.Unknown(operation.number(), "too-late", false);
            }
            switch (random.nextInt(8)) {
                case 0 -> {}
                case 1, 2 -> effect(operation);
                case 3 -> {
                    if (operation instanceof Operation.Charge charge && !known(operation) && random.nextInt(4) == 0) {
                        keys.put(operation.ticket().idempotencyKey(), clock.get());
                        rolledForward.add(charge);
                        return new Outcome.Unknown(operation.number(), "stripe-500", true);
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
        Instant sent = keys.get(operation.ticket().idempotencyKey());
        return sent != null && clock.get().isBefore(sent.plus(KEYS));
    }

    private Outcome effect(Operation operation) {
        if (operation instanceof Operation.Charge charge && rolledForward.contains(charge)) {
            return new Outcome.Unknown(operation.number(), "stripe-500", true); // Its first result is repeated.
        }
        String key = operation.ticket().idempotencyKey();
        boolean again = known(operation);
        keys.putIfAbsent(key, clock.get());
        return switch (operation) {
            case Operation.Charge charge -> charge(charge, again);
            case Operation.Capture capture -> on(capture, capture.payment(), again || !is(capture, Stage.AUTHORIZED));
            case Operation.Refund refund -> seen(refund, refund.payment());
            case Operation.Void it -> on(it, it.payment(), again || is(it, Stage.CAPTURED) || is(it, Stage.CLOSED));
        };
    }

    private boolean is(Operation operation, Stage stage) {
        String id = operation instanceof Operation.Capture it ? it.payment() : ((Operation.Void) operation).payment();
        return payments.get(id).stage() == stage;
    }

    private Outcome charge(Operation.Charge charge, boolean again) {
        String key = charge.ticket().idempotencyKey();
        if (!again) {
            charges++;
            String id = "pi_" + charges;
            made.put(key, id);
            Payment.Tag tag = charge.ticket().tag();
            APayment payment = APayment.of(id, charge.money())
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

    private Outcome on(Operation operation, String id, boolean nothing) {
        if (!nothing) {
            APayment payment = new APayment(payments.get(id));
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
        return new APayment(payment).seenAt(clock.get()).made();
    }

    /** Shoppers and banks go on; now and then a charge that was answered with an error is carried out after all. */
    void goOn() {
        payments.replaceAll((_, payment) -> random.nextInt(4) > 0 ? payment : further(payment));
        if (!rolledForward.isEmpty() && random.nextInt(6) == 0) {
            Operation.Charge late = rolledForward.removeFirst();
            charge(late, false);
            tooLate += clock.get().isAfter(late.ticket().at().plus(Policy.ABSENT_AFTER)) ? 1 : 0;
        }
    }

    private Payment further(Payment payment) {
        APayment it = new APayment(payment);
        return switch (payment.stage()) {
            case OPEN ->
                payment.refused()
                        ? payment
                        : (random.nextInt(3) == 0 ? it.declined("authentication_failed") : it.captured()).made();
            case PENDING -> (random.nextInt(3) == 0 ? it.stage(Stage.CLOSED) : it.captured()).made();
            case APPROVED, AUTHORIZED, CAPTURED, CLOSED -> payment;
        };
    }

    Observation look(List<Lookup> what) {
        return what.stream().map(this::look).reduce(Observation.NOTHING, Observation::and);
    }

    private Observation look(Lookup what) {
        List<Payment> found = payments.values().stream()
                .filter(payment -> what.objects().all().stream().anyMatch(object -> called(payment, object)))
                .map(this::now)
                .toList();
        return Observation.of(
                what,
                found,
                Names.of(what.objects().all().stream()
                        .filter(object -> found.stream().noneMatch(payment -> called(payment, object)))
                        .toList()));
    }

    private static boolean called(Payment payment, String object) {
        return payment.names().contains(object)
                || Mark.parse(object)
                        .filter(mark -> payment.tag().filter(mark::names).isPresent())
                        .isPresent();
    }

    List<Payment> all() {
        return List.copyOf(payments.values());
    }
}
