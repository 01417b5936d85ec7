package dev.payonce.reconcile;

import static dev.payonce.reconcile.Invariants.law;

import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The law of voids, said without the rules' own code: a rule voids a payment only where another named payment has paid,
 * where the order is cancelled, refunded or in the trash, or where the payment has waited past its end.
 */
final class VoidInvariants {

    private static final Duration A_SHOPPER_WAITS = Duration.ofDays(1);
    private static final Duration AN_AUTHORIZATION_HOLDS = Duration.ofDays(6);
    private static final Duration BEFORE_IT_LAPSES = Duration.ofDays(1);

    private final RandomScenario world;

    VoidInvariants(RandomScenario world) {
        this.world = world;
    }

    /**
     * @param before the order before the reconciliation that created the void
     * @param seen what that reconciliation saw
     */
    void created(Operation.Void created, Order before, Observation seen) {
        Payment payment = seen.payments().stream()
                .filter(one -> one.id().equals(created.payment()))
                .max(Comparator.comparing(Payment::seenAt))
                .orElseThrow();
        law(payment.tag().isPresent(), "a rule voids only what is ours");
        law(
                closed(before.status())
                        || closed(world.given.status())
                        || anotherPaid(payment)
                        || waitedPastItsEnd(payment),
                "no void without a reason: " + payment);
    }

    private static boolean closed(Status status) {
        return switch (status) {
            case CANCELLED, REFUNDED, TRASH -> true;
            case PENDING, FAILED, ON_HOLD, PROCESSING, COMPLETED, OTHER -> false;
        };
    }

    /** Reports whether the ledger or the order's paid record names another payment; a paid date alone names none. */
    private boolean anotherPaid(Payment payment) {
        Stream<String> byUs = facts(Fact.Paid.class).map(Fact.Paid::payment).filter(id -> !id.equals(payment.id()));
        Stream<String> byOrder = world.given.order().paid().stream()
                .flatMap(paid -> paid.externalIds().all().stream())
                .filter(name -> !payment.externalIds().contains(name));
        return Stream.concat(byUs, byOrder).findAny().isPresent();
    }

    /** Reports whether its time is over, by the gateway's own end or by the time that the ledger knows its state. */
    private boolean waitedPastItsEnd(Payment payment) {
        Instant now = world.given.now();
        Instant since = since(payment);
        return switch (payment.stage()) {
            case OPEN -> !now.isBefore(payment.until().orElse(since.plus(A_SHOPPER_WAITS)));
            case AUTHORIZED ->
                !now.isBefore(payment.until()
                        .map(until -> until.minus(BEFORE_IT_LAPSES))
                        .orElse(since.plus(AN_AUTHORIZATION_HOLDS)));
            case APPROVED, PENDING, CAPTURED, CLOSED -> false;
        };
    }

    /** Returns the time of the first line of its latest streak in this stage. */
    private Instant since(Payment payment) {
        Instant since = world.given.now();
        Stage last = null;
        for (Entry line : world.given.ledger()) {
            if (line.fact() instanceof Fact.PaymentObserved seen
                    && seen.payment().equals(payment.id())) {
                since = seen.stage() == last ? since : line.at();
                last = seen.stage();
            }
        }
        return since;
    }

    private <F extends Fact> Stream<F> facts(Class<F> kind) {
        List<Entry> ledger = world.given.ledger();
        return ledger.stream().map(Entry::fact).filter(kind::isInstance).map(kind::cast);
    }
}
