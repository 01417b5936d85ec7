package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.ledger.Concern;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Payment.WaitsFor;
import dev.payonce.payment.Reversal;
import dev.payonce.payment.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The rules for waiting: for a payment that is neither captured nor closed, for a refund in progress, and for an object
 * that its gateway does not know yet. The next callback starts a refresh as soon as it comes; these refreshes are for a
 * callback that never does.
 */
final class WaitRules {

    private WaitRules() {}

    /**
     * Reports whether the payment may succeed without another attempt. One that the gateway refused is left alone:
     * another attempt causes a callback.
     */
    static boolean worthwhile(Stage stage, WaitsFor waitsFor, boolean declined) {
        return switch (stage) {
            case PENDING, AUTHORIZED -> true;
            case OPEN -> waitsFor == WaitsFor.GATEWAY || !declined;
            case APPROVED, CAPTURED, CLOSED -> false;
        };
    }

    /** Reports whether the gateway or a bank decides, whatever becomes of the order. */
    static boolean atWork(Stage stage, WaitsFor waitsFor) {
        return switch (stage) {
            case OPEN, APPROVED, AUTHORIZED -> waitsFor == WaitsFor.GATEWAY;
            case PENDING -> waitsFor != WaitsFor.SHOPPER;
            case CAPTURED, CLOSED -> false;
        };
    }

    /**
     * Returns when it is given up: a shopper who does not act, and an authorization a while before it lapses by itself.
     * Empty where the gateway decides, which can be neither hurried nor called off.
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
        boolean over = over(draft, payment);
        boolean waited = draft.standing().owed() && worthwhile(payment.stage(), payment.waitsFor(), payment.refused());
        if (atWork(payment.stage(), payment.waitsFor()) || (waited && !over)) {
            draft.refreshAgain(Lookup.of(payment), since(draft, payment));
            end(draft, payment).filter(_ -> !over).ifPresent(end -> draft.refreshAt(Lookup.of(payment), end));
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
     * Refreshes awaited payments that were not observed now: the run that scheduled their refresh may be lost, and this
     * one may have started for another payment.
     */
    static void unseen(Draft draft) {
        boolean owed = draft.standing().owed();
        draft.ledger().lastObserved().values().stream()
                .filter(seen ->
                        worthwhile(seen.stage(), seen.waitsFor(), seen.decline().isPresent()))
                .filter(seen -> owed || seen.operation() > 0 || atWork(seen.stage(), seen.waitsFor()))
                .filter(seen -> !seen.externalIds().meet(draft.seen.lookedUp()))
                .forEach(seen -> draft.refreshAgain(seen.lookup(), draft.now));
    }

    /**
     * Refreshes a refund that the gateway or a bank still works on: it counts as refunded, and may fail days later. A
     * fraud review that could not be read yet is refreshed, too.
     */
    static void refunds(Draft draft) {
        draft.ledger().lastReversals().values().forEach(line -> {
            Fact.ReversalObserved returned = (Fact.ReversalObserved) line.fact();
            if (returned.reversal().state() == Reversal.State.PENDING) {
                boolean seen = draft.seen.lookedUp().contains(returned.payment());
                draft.refreshAgain(Lookup.of(returned.gateway(), returned.payment()), seen ? line.at() : draft.now);
            }
        });
    }

    /** Refreshes an object that a callback named and the gateway does not know; asks for a review after a while. */
    static void notFound(Draft draft, String gateway, String object) {
        Instant since = draft.write(new Fact.NotFound(gateway, object)).at();
        if (draft.now.isBefore(since.plus(Policy.NOT_FOUND_FOR))) {
            draft.refreshAgain(Lookup.of(gateway, object), since);
        } else {
            draft.concerns.add(Concern.notFound(gateway, object));
        }
    }
}
