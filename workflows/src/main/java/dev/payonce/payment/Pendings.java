package dev.payonce.payment;

import dev.payonce.money.Money;
import dev.payonce.order.Names;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Question.Reason;
import java.util.List;
import java.util.TreeSet;

/** The rules for a payment of this order that is neither captured nor closed. */
final class Pendings {

    private Pendings() {}

    /**
     * @param sighting the ledger's line that says what is seen now
     * @param others the other payments of this order that were seen
     */
    static void settle(Draft draft, Payment payment, Entry sighting, List<Payment> others, Names looked) {
        if (draft.paidBy(payment)) {
            return; // An old look: it has paid the order meanwhile.
        }
        if (unwanted(draft, payment)) {
            return;
        }
        switch (payment.stage()) {
            case AUTHORIZED -> authorized(draft, payment, sighting);
            case PENDING -> {
                hold(draft, payment, sighting, Fact.Why.PENDING);
                draft.lookAgain(payment.gateway(), payment.id(), sighting.at());
            }
            case APPROVED ->
                draft.concern(Reason.CAPTURE_DUE, payment, payment.id() + " is approved and waits for its capture");
            case OPEN -> open(draft, payment, sighting, others, looked);
            case CAPTURED, CLOSED -> {}
        }
    }

    /** The order is paid, or will never be: what could still cost the shopper money has to be voided. */
    private static boolean unwanted(Draft draft, Payment payment) {
        boolean wanted = switch (draft.status()) {
            case PENDING, FAILED, ON_HOLD -> !draft.paid();
            case PROCESSING, COMPLETED, CANCELLED, REFUNDED, OTHER -> false;
        };
        boolean voidable = payment.tag().isPresent() || payment.stage() == Payment.Stage.AUTHORIZED;
        if (!wanted && voidable) {
            String why =
                    draft.paid() ? "paid by another payment" : draft.status().toString();
            draft.concern(
                    Reason.VOID_DUE,
                    payment,
                    payment.id() + " is " + payment.stage() + ", but the order is " + why + ": void it");
        }
        return !wanted;
    }

    private static void authorized(Draft draft, Payment payment, Entry sighting) {
        boolean same = draft.order
                .total()
                .filter(Money::isPositive)
                .filter(total -> payment.amount().within(Policy.TOLERANCE_MINOR, total))
                .isPresent();
        if (same) {
            hold(draft, payment, sighting, Fact.Why.AUTHORIZED);
        } else {
            String authorized = payment.amount().text();
            draft.concern(
                    Reason.AMOUNT_DIFFERS,
                    payment,
                    payment.id() + " authorized " + authorized + ", the order asks " + draft.asked());
        }
    }

    private static void hold(Draft draft, Payment payment, Entry sighting, Fact.Why why) {
        if (draft.status() == Status.PENDING || draft.status() == Status.FAILED) {
            once(draft, Status.ON_HOLD, payment, sighting, why, "");
        }
    }

    private static void open(Draft draft, Payment payment, Entry sighting, List<Payment> others, Names looked) {
        if (payment.waitsFor() == Payment.WaitsFor.GATEWAY) {
            draft.lookAgain(payment.gateway(), payment.id(), sighting.at());
        }
        payment.decline().ifPresent(decline -> {
            boolean lastHope = others.stream()
                            .noneMatch(other -> other.alive() && other.decline().isEmpty())
                    && draft.status() == Status.PENDING;
            if (lastHope && everyoneWasSeen(draft, payment, looked) && draft.fresh(payment)) {
                once(draft, Status.FAILED, payment, sighting, Fact.Why.DECLINED, decline.code());
            }
        });
    }

    /** Before an order fails, every payment of it that may still succeed is looked at. */
    private static boolean everyoneWasSeen(Draft draft, Payment payment, Names looked) {
        TreeSet<String> unseen = new TreeSet<>();
        Sightings.last(draft.ledger).values().stream()
                .filter(seen ->
                        seen.stage() != Payment.Stage.CLOSED && !seen.names().meet(looked))
                .forEach(seen -> unseen.add(seen.payment()));
        draft.order.names().all().stream()
                .filter(name -> !looked.contains(name))
                .filter(name -> Sightings.last(draft.ledger).values().stream()
                        .noneMatch(seen -> seen.names().contains(name)))
                .forEach(unseen::add);
        if (unseen.isEmpty()) {
            return true;
        }
        unseen.add(payment.id());
        draft.look(java.time.Duration.ZERO, payment.gateway(), new Names(unseen));
        return false;
    }

    /** One move for one sighting: seen again it is the same move, and it is not made twice. */
    private static void once(Draft draft, Status to, Payment payment, Entry sighting, Fact.Why why, String detail) {
        String name = "moved:" + sighting.name().substring("payment:".length());
        draft.move(name, to, payment, why, detail);
    }
}
