package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import java.time.Instant;
import java.util.List;
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
                Optional.of(
                        until.orElseGet(() -> since.plus(Policy.AUTHORIZED_FOR)).minus(Policy.BEFORE_IT_LAPSES));
            case PENDING, APPROVED, CAPTURED, CLOSED -> Optional.empty();
        };
    }

    private static Optional<Instant> end(Draft draft, Payment payment) {
        return end(payment.stage(), payment.waitsFor(), payment.until(), since(draft, payment));
    }

    /** Returns when it was first seen in this state; now where it never was. */
    static Instant since(Draft draft, Payment payment) {
        List<Ledger.Snapshot> seen = draft.ledger().snapshots(payment.id());
        return seen.isEmpty() ? draft.now : seen.getLast().since();
    }

    static boolean over(Draft draft, Payment payment) {
        return end(draft, payment).filter(end -> !draft.now.isBefore(end)).isPresent();
    }

    /** Refreshes it until the wait is over, and once right then. */
    static void refresh(Draft draft, Payment payment) {
        boolean waited = draft.unpaid() && worthwhile(payment.stage(), payment.waitsFor(), payment.refused());
        if (atWork(payment.stage(), payment.waitsFor()) || (waited && !over(draft, payment))) {
            draft.refreshAgain(Lookup.of(payment), since(draft, payment), end(draft, payment));
        }
    }

    /** Returns true when the wait for a payment that is closed now was over before. */
    static boolean wasOver(Draft draft, Payment payment) {
        return draft.ledger().snapshots(payment.id()).stream()
                .filter(seen -> seen.last().stage() == Stage.OPEN)
                .reduce((_, last) -> last)
                .flatMap(seen ->
                        end(Stage.OPEN, seen.last().waitsFor(), seen.last().until(), seen.since()))
                .filter(end -> !since(draft, payment).isBefore(end))
                .isPresent();
    }

    /**
     * What is waited for and was not looked at now is not forgotten: the run that promised to look may have been lost, and
     * this one may have been begun for another payment.
     */
    static void unseen(Draft draft, ExternalIds lookedUp) {
        for (Fact.PaymentObserved seen : draft.ledger().lastObserved().values()) {
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
        draft.ledger().lastReversals().values().forEach(line -> {
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
