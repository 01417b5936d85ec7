package dev.payonce.payment;

import dev.payonce.order.Names;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment.Stage;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Question.Reason;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rules for a payment of this order that is neither captured nor closed. */
final class Pendings {

    private Pendings() {}

    /**
     * @param sighting the ledger's line that says what is seen now
     * @param ours all payments of this order that were seen
     */
    static void settle(Draft draft, Payment payment, Entry sighting, List<Payment> ours, Names looked) {
        if (draft.paidBy(payment) || !payment.alive()) {
            return; // An old look: it has paid the order meanwhile. Or it never will.
        }
        if (atWork(payment)) {
            draft.lookAgain(Draft.lookup(payment), sighting.at());
        }
        if (!draft.unpaid()) {
            unwanted(draft, payment);
            return;
        }
        switch (payment.stage()) {
            case AUTHORIZED -> authorized(draft, payment, sighting);
            case PENDING -> hold(draft, payment, sighting, Fact.Why.PENDING);
            case APPROVED ->
                draft.concern(Reason.CAPTURE_DUE, payment, payment.id() + " is approved and waits for its capture");
            case OPEN -> {
                if (payment.refused()) {
                    refused(draft, payment, sighting, ours, looked);
                }
            }
            case CAPTURED, CLOSED -> {}
        }
    }

    /** What waits for the shopper is left alone; its next callback brings us back. */
    private static boolean atWork(Payment payment) {
        return payment.waitsFor() == WaitsFor.GATEWAY
                || (payment.stage() == Stage.PENDING && payment.waitsFor() == WaitsFor.NOTHING);
    }

    /** The order is paid, or will never be: what could still cost the shopper money has to be voided. */
    private static void unwanted(Draft draft, Payment payment) {
        if (payment.tag().isPresent() || payment.stage() == Stage.AUTHORIZED) {
            String why = draft.payer().known()
                    ? "paid by another payment"
                    : draft.status().toString();
            draft.concern(
                    Reason.VOID_DUE,
                    payment,
                    payment.id() + " is " + payment.stage() + ", but the order is " + why + ": void it");
        }
    }

    private static void authorized(Draft draft, Payment payment, Entry sighting) {
        if (Captures.isTotal(draft, payment, payment.amount())) {
            hold(draft, payment, sighting, Fact.Why.AUTHORIZED);
        } else {
            Captures.differs(
                    draft,
                    payment,
                    payment.id() + " authorized " + payment.amount().text());
        }
    }

    private static void hold(Draft draft, Payment payment, Entry sighting, Fact.Why why) {
        if (draft.status() == Status.PENDING || draft.status() == Status.FAILED) {
            once(draft, Status.ON_HOLD, payment, sighting, why, "");
        }
    }

    /** The order fails when its last hope is refused: nothing else is open or pending, and no money is in question. */
    private static void refused(Draft draft, Payment payment, Entry sighting, List<Payment> ours, Names looked) {
        boolean hope = ours.stream().anyMatch(other -> other.holdsMoney() || (other.alive() && !other.refused()));
        if (hope || draft.status() != Status.PENDING || !everyoneWasSeen(draft, payment, looked)) {
            return;
        }
        List<Payment> stale = ours.stream()
                .filter(Payment::alive)
                .filter(other -> !draft.fresh(other))
                .toList();
        if (stale.isEmpty()) {
            String code = payment.decline().map(Payment.Decline::code).orElse("");
            once(draft, Status.FAILED, payment, sighting, Fact.Why.DECLINED, code);
        }
    }

    /** Before an order fails, every payment of it that may still succeed is looked at. */
    private static boolean everyoneWasSeen(Draft draft, Payment payment, Names looked) {
        Map<String, Names> unseen = new TreeMap<>();
        Names known = Names.NONE;
        for (Fact.Sighted seen : Sightings.last(draft.ledger).values()) {
            known = known.and(seen.names());
            if (seen.stage() != Stage.CLOSED && !seen.names().meet(looked)) {
                unseen.merge(seen.gateway(), Names.of(seen.payment()), Names::and);
            }
        }
        for (String name : draft.order.names().all()) {
            if (!looked.contains(name) && !known.contains(name)) {
                unseen.merge(payment.gateway(), Names.of(name), Names::and);
            }
        }
        unseen.forEach((gateway, objects) -> draft.lookNow(new Lookup(gateway, objects)));
        return unseen.isEmpty();
    }

    /** One move for one sighting: seen again it is the same move, and it is not made twice. */
    private static void once(Draft draft, Status to, Payment payment, Entry sighting, Fact.Why why, String detail) {
        String name = "moved:" + sighting.name().substring("payment:".length());
        draft.move(name, to, payment, why, detail);
    }
}
