package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a payment is waited for that is neither captured nor closed, and money that is on its way back. The next callback is
 * looked at as soon as it comes; these looks are for the one that never does.
 */
final class WaitRules {

    private WaitRules() {}

    /**
     * Whether it may come to something without another attempt. What the gateway refused is left alone: whoever tries
     * again makes it send a callback.
     */
    static boolean worthwhile(Stage stage, WaitsFor waitsFor, boolean declined) {
        return switch (stage) {
            case PENDING, AUTHORIZED -> true;
            case OPEN -> waitsFor == WaitsFor.GATEWAY || !declined;
            case APPROVED, CAPTURED, CLOSED -> false;
        };
    }

    /** The gateway or a bank decides, whatever becomes of the order. */
    static boolean atWork(Stage stage, WaitsFor waitsFor) {
        return switch (stage) {
            case OPEN, APPROVED, AUTHORIZED -> waitsFor == WaitsFor.GATEWAY;
            case PENDING -> waitsFor != WaitsFor.SHOPPER;
            case CAPTURED, CLOSED -> false;
        };
    }

    /**
     * When it is given up: a shopper who does not act, and an authorization a while before it lapses by itself. Empty where
     * the gateway decides, which can be neither hurried nor called off.
     *
     * @param since when it was first seen in this state
     */
    static Optional<Instant> end(Stage stage, WaitsFor waitsFor, Optional<Instant> until, Instant since) {
        return switch (stage) {
            case OPEN ->
                waitsFor == WaitsFor.GATEWAY
                        ? Optional.empty()
                        : Optional.of(until.orElseGet(() -> since.plus(Policy.SHOPPER_WITHIN)));
            case AUTHORIZED ->
                Optional.of(until.map(end -> end.minus(Policy.BEFORE_IT_LAPSES))
                        .orElseGet(() -> since.plus(Policy.AUTHORIZED_FOR)));
            case PENDING, APPROVED, CAPTURED, CLOSED -> Optional.empty();
        };
    }

    static Optional<Instant> end(Payment payment, Entry snapshot) {
        return end(payment.stage(), payment.waitsFor(), payment.until(), snapshot.at());
    }

    static boolean over(Draft draft, Payment payment, Entry snapshot) {
        return end(payment, snapshot).filter(end -> !draft.now.isBefore(end)).isPresent();
    }

    /** Looked at again until the wait is over, and once right then. */
    static void refresh(Draft draft, Payment payment, Entry snapshot) {
        boolean waited = draft.unpaid() && worthwhile(payment.stage(), payment.waitsFor(), payment.refused());
        if (atWork(payment.stage(), payment.waitsFor()) || (waited && !over(draft, payment, snapshot))) {
            draft.refreshAgain(Draft.lookup(payment), snapshot.at(), end(payment, snapshot));
        }
    }

    /** True when a payment that is closed now had been waited for in vain. */
    static boolean wasOver(Draft draft, Payment payment, Entry closed) {
        return draft.ledger.entries().stream()
                .filter(line -> line.fact() instanceof Fact.PaymentObserved seen
                        && seen.payment().equals(payment.id())
                        && seen.stage() == Stage.OPEN)
                .reduce((_, last) -> last)
                .flatMap(line -> {
                    Fact.PaymentObserved seen = (Fact.PaymentObserved) line.fact();
                    return end(seen.stage(), seen.waitsFor(), seen.until(), line.at());
                })
                .filter(end -> !closed.at().isBefore(end))
                .isPresent();
    }

    /**
     * What is waited for and was not looked at now is not forgotten: the run that promised to look may have been lost, and
     * this one may have been begun for another payment.
     */
    static void unseen(Draft draft, ExternalIds lookedUp) {
        for (Fact.PaymentObserved seen : draft.written().lastObserved().values()) {
            boolean ours = draft.unpaid() || seen.operation() > 0;
            boolean waited =
                    worthwhile(seen.stage(), seen.waitsFor(), seen.decline().isPresent());
            if (waited
                    && (ours || atWork(seen.stage(), seen.waitsFor()))
                    && !seen.externalIds().meet(lookedUp)) {
                draft.refreshAgain(
                        new Lookup(seen.gateway(), ExternalIds.of(seen.payment())), draft.now, Optional.empty());
            }
        }
    }

    /** A refund that the gateway or a bank is still at work on: it counts as gone, and may fail days later. */
    static void refunds(Draft draft, ExternalIds lookedUp) {
        Map<String, Entry> last = new LinkedHashMap<>();
        draft.written().entries().stream()
                .filter(line -> line.fact() instanceof Fact.ReversalObserved)
                .forEach(line -> last.put(
                        ((Fact.ReversalObserved) line.fact()).reversal().id(), line));
        last.values().forEach(line -> {
            Fact.ReversalObserved returned = (Fact.ReversalObserved) line.fact();
            if (returned.reversal().state() == Reversal.State.PENDING) {
                boolean seen = lookedUp.contains(returned.payment());
                draft.refreshAgain(
                        new Lookup(returned.gateway(), ExternalIds.of(returned.payment())),
                        seen ? line.at() : draft.now);
            }
        });
    }
}
