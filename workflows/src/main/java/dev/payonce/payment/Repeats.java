package dev.payonce.payment;

import dev.payonce.order.Order.Status;
import java.util.List;

/**
 * Whether a charge that nobody knows the outcome of is sent once more, with its own key: the gateway answers again and
 * does not show it, and whoever asks for it now would get it. So a shopper who came while the gateway was away need not
 * come again; should the first request have arrived after all, the key makes one of both.
 *
 * <p>All that has changed since counts as for a new charge: what was paid another way is not charged, nor a total that is
 * no longer the order's.
 */
final class Repeats {

    private final Draft draft;
    private final List<Payment> ours;
    private final Orders.Settle command;

    Repeats(Draft draft, List<Payment> ours, Orders.Settle command) {
        this.draft = draft;
        this.ours = ours;
        this.command = command;
    }

    /** @param known in doubt, and looked for */
    boolean right(Operations.Known known) {
        return known.operation() instanceof Operation.Charge charge
                && inTime(known)
                && sent(known) <= Policy.REPEATS
                && wanted(charge)
                && nothingElsePays(charge.ticket().gateway());
    }

    /** What the gateway itself may carry out later is not, nor what was in doubt only a moment ago. */
    private boolean inTime(Operations.Known known) {
        return !known.last().orElseThrow().mayRetry()
                && command.since().isAfter(known.since())
                && !draft.now.isBefore(known.since().plus(Policy.LONGEST_DOUBT))
                && draft.now.isBefore(known.operation().ticket().notAfter());
    }

    /** How often it came to be in doubt: once after each time it was sent. */
    private long sent(Operations.Known known) {
        return draft.written()
                .facts(Fact.Resolved.class)
                .filter(resolved -> resolved.operation() == known.number() && resolved.how() == Fact.How.UNKNOWN)
                .count();
    }

    private boolean wanted(Operation.Charge charge) {
        boolean waits = draft.status() == Status.PENDING || draft.status() == Status.FAILED;
        return waits
                && !draft.payer().known()
                && draft.order.total().filter(charge.money()::equals).isPresent()
                && command.requests().stream().noneMatch(Request.Cancel.class::isInstance);
    }

    private boolean nothingElsePays(String gateway) {
        return ours.stream().noneMatch(payment -> payment.alive() || payment.holdsMoney())
                && Looks.everyoneWasSeen(draft, gateway, command.seen().looked())
                && Looks.nothingIsForgotten(draft, gateway, command.seen().looked());
    }
}
