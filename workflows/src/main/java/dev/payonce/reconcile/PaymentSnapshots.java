package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.StateHistory;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import java.time.Instant;
import java.util.Optional;

/** Remembers what was seen, and knows what was seen before. */
public final class PaymentSnapshots {

    private PaymentSnapshots() {}

    /**
     * Writes down in which state a payment was seen, and since when.
     *
     * @return the line's name and the time since which the payment is in this state; empty when the look is older than
     *     what is remembered, so that nothing may follow from it but another look
     */
    static Optional<Entry> record(Draft draft, Payment payment) {
        StateHistory series = StateHistory.of(draft.ledger, "payment", payment.id());
        String state = state(payment);
        if (overtaken(draft, payment, series, state)) {
            draft.overtaken(payment);
            return Optional.empty();
        }
        return Optional.of(draft.write(
                series.line(state),
                new Fact.PaymentObserved(
                        payment.gateway(),
                        payment.id(),
                        payment.externalIds(),
                        payment.stage(),
                        payment.decline().map(Payment.Decline::code),
                        payment.amount(),
                        payment.captured(),
                        payment.until(),
                        payment.waitsFor(),
                        payment.tag().map(Payment.Tag::operation).orElse(0))));
    }

    private static String state(Payment payment) {
        return payment.decline()
                .filter(_ -> payment.stage() == Stage.OPEN)
                .map(decline -> "declined." + decline.code())
                .orElse(payment.stage().name());
    }

    /**
     * An old look that is settled late, after a reset for instance, neither overwrites what was seen since nor pays with
     * money that was given back since. What is final tells without a clock; for the rest the time of the look counts.
     */
    private static boolean overtaken(Draft draft, Payment payment, StateHistory series, String state) {
        boolean wasFinal = series.last().filter(PaymentSnapshots::isFinal).isPresent();
        if ((wasFinal && !isFinal(payment.stage())) || returnsMissing(draft.ledger, payment)) {
            return true;
        }
        if (draft.seenJustNow(payment)) {
            return false;
        }
        boolean stateSince = !isFinal(payment.stage()) && series.changedSince(payment.seenAt(), state);
        return stateSince
                || payment.reversals().stream()
                        .anyMatch(reversal -> StateHistory.of(draft.ledger, reversal)
                                .changedSince(payment.seenAt(), reversal.state().name()));
    }

    private static boolean isFinal(Entry line) {
        return line.fact() instanceof Fact.PaymentObserved seen && isFinal(seen.stage());
    }

    private static boolean isFinal(Stage stage) {
        return stage == Stage.CAPTURED || stage == Stage.CLOSED;
    }

    private static boolean returnsMissing(Ledger ledger, Payment payment) {
        return ledger.facts(Fact.ReversalObserved.class)
                .filter(returned -> returned.payment().equals(payment.id()))
                .anyMatch(returned -> payment.reversals().stream()
                        .noneMatch(reversal ->
                                reversal.id().equals(returned.reversal().id())));
    }

    /** An id that a callback named and the gateway does not know: looked for again, for a while, then asked about. */
    static void notFound(Draft draft, String gateway, String object) {
        Instant since = draft.write("notFound:" + Entry.part(object), new Fact.NotFound(gateway, object))
                .at();
        if (draft.now.isBefore(since.plus(Policy.NOT_FOUND_FOR))) {
            draft.refreshAgain(new Lookup(gateway, ExternalIds.of(object)), since);
        } else {
            draft.concernNotFound(gateway, object);
        }
    }
}
