package dev.payonce.sandbox.stripe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One try to take money for a payment.
 *
 * @param amount asked for, in Stripe's minor units
 * @param captured what was really taken; less than the amount after a partial capture
 * @param booked true once Stripe has written its balance transaction, shortly after the capture
 */
record Charge(
        String id,
        Instant created,
        long amount,
        State state,
        long captured,
        boolean booked,
        List<Refund> refunds,
        Optional<Dispute> dispute) {

    enum State {
        PENDING,
        AUTHORIZED,
        CAPTURED,
        FAILED
    }

    /**
     * @param release true for money that was only reserved: Stripe shows a partial capture's rest and a cancelled
     *     authorization as a refund, although nothing had been taken
     */
    record Refund(String id, Instant created, long amount, String status, boolean release) {
        boolean stands() {
            return !status.equals("failed") && !status.equals("canceled");
        }
    }

    record Dispute(String id, Instant created, long amount, String status) {}

    static Charge of(String id, Instant now, long amount, State state) {
        return new Charge(
                id, now, amount, state, state == State.CAPTURED ? amount : 0, false, List.of(), Optional.empty());
    }

    Charge to(State next) {
        return new Charge(
                id, created, amount, next, next == State.CAPTURED ? amount : captured, booked, refunds, dispute);
    }

    Charge capturing(long taken) {
        return new Charge(id, created, amount, State.CAPTURED, taken, booked, refunds, dispute);
    }

    /** Something was taken, and more may be. */
    Charge capturingPartly(long taken) {
        return new Charge(id, created, amount, state, taken, booked, refunds, dispute);
    }

    Charge book() {
        return new Charge(id, created, amount, state, captured, true, refunds, dispute);
    }

    /** Adds a refund, or replaces the one of the same id; the newest is last. */
    Charge with(Refund refund) {
        List<Refund> all = new ArrayList<>(refunds);
        all.removeIf(other -> other.id().equals(refund.id()));
        all.add(refund);
        return new Charge(id, created, amount, state, captured, booked, List.copyOf(all), dispute);
    }

    Charge with(Dispute next) {
        return new Charge(id, created, amount, state, captured, booked, refunds, Optional.of(next));
    }

    /** What Stripe shows as refunded, including what was only released. */
    long shownRefunded() {
        return refunds.stream().filter(Refund::stands).mapToLong(Refund::amount).sum();
    }

    /** What can still be given back of what was taken. */
    long refundable() {
        long back = refunds.stream()
                .filter(refund -> refund.stands() && !refund.release())
                .mapToLong(Refund::amount)
                .sum();
        return captured - back;
    }
}
