package dev.payonce.payment;

import dev.payonce.order.Names;
import dev.payonce.payment.Payment.Stage;
import dev.payonce.payment.Payment.WaitsFor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a payment is waited for that is neither captured nor closed, and money that is on its way back. The next callback is
 * looked at as soon as it comes; these looks are for the one that never does.
 */
final class Waiting {

    private Waiting() {}

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

    static Optional<Instant> end(Payment payment, Entry sighting) {
        return end(payment.stage(), payment.waitsFor(), payment.until(), sighting.at());
    }

    static boolean over(Draft draft, Payment payment, Entry sighting) {
        return end(payment, sighting).filter(end -> !draft.now.isBefore(end)).isPresent();
    }

    /** Looked at again until the wait is over, and once right then. */
    static void look(Draft draft, Payment payment, Entry sighting) {
        boolean waited = draft.unpaid() && worthwhile(payment.stage(), payment.waitsFor(), payment.refused());
        if (atWork(payment.stage(), payment.waitsFor()) || (waited && !over(draft, payment, sighting))) {
            draft.lookAgain(Draft.lookup(payment), sighting.at(), end(payment, sighting));
        }
    }

    /** True when a payment that is closed now had been waited for in vain. */
    static boolean wasOver(Draft draft, Payment payment, Entry closed) {
        return draft.ledger.entries().stream()
                .filter(line -> line.fact() instanceof Fact.Sighted seen
                        && seen.payment().equals(payment.id())
                        && seen.stage() == Stage.OPEN)
                .reduce((_, last) -> last)
                .flatMap(line -> {
                    Fact.Sighted seen = (Fact.Sighted) line.fact();
                    return end(seen.stage(), seen.waitsFor(), seen.until(), line.at());
                })
                .filter(end -> !closed.at().isBefore(end))
                .isPresent();
    }

    /**
     * What is waited for and was not looked at now is not forgotten: the run that promised to look may have been lost, and
     * this one may have been begun for another payment.
     */
    static void unseen(Draft draft, Names looked) {
        for (Fact.Sighted seen : Sightings.last(draft.written()).values()) {
            boolean ours = draft.unpaid() || seen.operation() > 0;
            boolean waited =
                    worthwhile(seen.stage(), seen.waitsFor(), seen.decline().isPresent());
            if (waited
                    && (ours || atWork(seen.stage(), seen.waitsFor()))
                    && !seen.names().meet(looked)) {
                draft.lookAgain(new Lookup(seen.gateway(), Names.of(seen.payment())), draft.now, Optional.empty());
            }
        }
    }

    /** A refund that the gateway or a bank is still at work on: it counts as gone, and may fail days later. */
    static void refunds(Draft draft, Names looked) {
        Map<String, Entry> last = new LinkedHashMap<>();
        draft.written().entries().stream()
                .filter(line -> line.fact() instanceof Fact.Returned)
                .forEach(line -> last.put(((Fact.Returned) line.fact()).back().id(), line));
        last.values().forEach(line -> {
            Fact.Returned returned = (Fact.Returned) line.fact();
            if (returned.back().state() == Payment.Return.State.PENDING) {
                boolean seen = looked.contains(returned.payment());
                draft.lookAgain(
                        new Lookup(returned.gateway(), Names.of(returned.payment())), seen ? line.at() : draft.now);
            }
        });
    }
}
