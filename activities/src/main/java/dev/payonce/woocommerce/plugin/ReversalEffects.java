package dev.payonce.woocommerce.plugin;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.NotePolicy;
import dev.payonce.payment.Reversal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The rules about which effects refunds, disputes and signs of fraud have. Pure. A refund of the payment that paid the order becomes a
 * record in WooCommerce; one of a duplicate payment becomes a note, as the order keeps its money.
 *
 * @param paidOtherwise entries of payments that could not pay the order, since it bears another program's payment
 */
record ReversalEffects(Ledger before, List<Entry> added, List<String> paidOtherwise) {

    Optional<UnnamedEffect> of(Fact.ReversalObserved seen) {
        Reversal reversal = seen.reversal();
        boolean moves = NotePolicy.moves(reversal, added); // The effect of the move carries its own note.
        if (reversal.kind() == Reversal.Kind.INQUIRY && !moves) {
            return Optional.of(text(NotePolicy.inquiry(seen)));
        }
        if (reversal.suspects()) {
            return moves || reversal.unread() ? Optional.empty() : Optional.of(text(NotePolicy.suspicion(seen)));
        }
        return switch (reversal.state()) {
            case PENDING ->
                Optional.of(UnnamedEffect.note("refund_pending", reversal.id(), Optional.of(reversal.money()), ""));
            case DONE -> Optional.of(pays(seen.payment()) ? refund(seen) : duplicate(seen));
            case FAILED ->
                pays(seen.payment()) && before.everDone(reversal) ? Optional.of(failed(reversal)) : Optional.empty();
            case OPEN, WON, LOST -> moves ? Optional.empty() : Optional.of(dispute(seen, false));
            case PREVENTED -> Optional.of(text(prevented(seen)));
        };
    }

    /** Returns the effect of a status that a dispute or a sign of fraud moved. It carries the note of that. */
    Optional<UnnamedEffect> moved(Fact.OrderStatusChanged moved) {
        return before.with(added)
                .facts(Fact.ReversalObserved.class)
                .filter(seen -> seen.payment().equals(moved.payment())
                        && seen.reversal().id().equals(moved.detail()))
                .reduce((_, last) -> last)
                .map(seen -> NotePolicy.heldAgain(moved, before)
                        .map(why -> new Fact.ReversalObserved(
                                seen.gateway(), seen.payment(), seen.reversal().because(why)))
                        .orElse(seen))
                .map(seen -> dispute(seen, true));
    }

    private UnnamedEffect refund(Fact.ReversalObserved seen) {
        Reversal reversal = seen.reversal();
        Optional<Operation.Refund> ours = before.refund(seen);
        boolean automatic = ours.filter(refund -> refund.cause().automatic()).isPresent();
        return new UnnamedEffect(
                "refund",
                Map.of(
                        "refund", reversal.id(),
                        "amount", UnnamedEffect.money(reversal.money()),
                        "store_refund",
                                reversal.storeRefund().map(Object::toString).orElse(""),
                        "by", ours.isEmpty() ? "dashboard" : automatic ? "rule" : "shop",
                        "reason", ours.map(ReversalEffects::reason).orElse(reversal.reason())));
    }

    private static String reason(Operation.Refund refund) {
        return refund.reason() == Operation.Refund.RefundReason.NONE
                ? ""
                : refund.reason().name().toLowerCase(Locale.ROOT);
    }

    private static UnnamedEffect duplicate(Fact.ReversalObserved seen) {
        return UnnamedEffect.note(
                "duplicate_payment_refunded",
                seen.payment(),
                Optional.of(seen.reversal().money()),
                "");
    }

    private static UnnamedEffect failed(Reversal reversal) {
        return new UnnamedEffect(
                "refund_failed",
                Map.of(
                        "refund", reversal.id(),
                        "store_refund",
                                reversal.storeRefund().map(Object::toString).orElse(""),
                        "detail", reversal.reason()));
    }

    private static String prevented(Fact.ReversalObserved seen) {
        return "Dispute " + seen.reversal().id() + " of payment " + seen.payment()
                + " was prevented; the money stays or was refunded.";
    }

    private static UnnamedEffect dispute(Fact.ReversalObserved seen, boolean move) {
        Reversal reversal = seen.reversal();
        String dispute = switch (reversal.state()) {
            case WON, PREVENTED -> "won";
            case LOST -> "lost";
            default -> "opened";
        };
        String state =
                !reversal.suspects() ? dispute : reversal.state() == Reversal.State.WON ? "cleared" : "suspected";
        return new UnnamedEffect(
                "dispute",
                Map.of(
                        "dispute",
                        reversal.id(),
                        "payment",
                        seen.payment(),
                        "state",
                        state,
                        "move",
                        move,
                        "amount",
                        UnnamedEffect.money(reversal.money()),
                        "reason",
                        reversal.reason()));
    }

    private boolean pays(String payment) {
        return before.with(added).entries().stream()
                .filter(line -> !paidOtherwise.contains(line.name()))
                .anyMatch(line ->
                        line.fact() instanceof Fact.Paid paid && paid.payment().equals(payment));
    }

    private static UnnamedEffect text(String note) {
        return UnnamedEffect.note("", "", Optional.empty(), note);
    }
}
