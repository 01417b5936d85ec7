package dev.payonce.servers.stripe.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A try to take money for a payment.
 *
 * @param amount asked for, in Stripe's minor units
 * @param captured really taken; less than the amount after a partial capture
 * @param booked true once Stripe has written its balance transaction, shortly after the capture
 */
public record Charge(
        String id,
        Instant created,
        long amount,
        State state,
        long captured,
        boolean booked,
        List<Refund> refunds,
        List<Dispute> disputes) {

    public enum State {
        PENDING,
        AUTHORIZED,
        CAPTURED,
        FAILED
    }

    static Charge of(String id, Instant now, long amount, State state) {
        return new Charge(id, now, amount, state, state == State.CAPTURED ? amount : 0, false, List.of(), List.of());
    }

    Charge to(State next) {
        return new Charge(
                id, created, amount, next, next == State.CAPTURED ? amount : captured, booked, refunds, disputes);
    }

    Charge capturing(long taken) {
        return new Charge(id, created, amount, State.CAPTURED, taken, booked, refunds, disputes);
    }

    /** Takes a part; more may be taken. */
    Charge capturingPartly(long taken) {
        return new Charge(id, created, amount, state, taken, booked, refunds, disputes);
    }

    Charge book() {
        return new Charge(id, created, amount, state, captured, true, refunds, disputes);
    }

    /** Adds a refund, or puts it in the place of the one of the same id; the newest is last. */
    Charge with(Refund refund) {
        List<Refund> all = put(refunds, Refund::id, refund);
        return new Charge(id, created, amount, state, captured, booked, all, disputes);
    }

    /** Adds a dispute, or puts it in the place of the one of the same id; the newest is last. */
    Charge with(Dispute dispute) {
        List<Dispute> all = put(disputes, Dispute::id, dispute);
        return new Charge(id, created, amount, state, captured, booked, refunds, all);
    }

    private static <T> List<T> put(List<T> some, Function<T, String> id, T next) {
        List<T> all = new ArrayList<>(some);
        all.replaceAll(other -> id.apply(other).equals(id.apply(next)) ? next : other);
        if (!all.contains(next)) {
            all.add(next);
        }
        return List.copyOf(all);
    }

    public Optional<Refund> refund(String name) {
        return refunds.stream().filter(refund -> refund.id().equals(name)).findFirst();
    }

    public Optional<Dispute> dispute(String name) {
        return disputes.stream().filter(dispute -> dispute.id().equals(name)).findFirst();
    }

    /** Returns the dispute that is not decided yet. */
    Optional<Dispute> openDispute() {
        return disputes.stream().filter(dispute -> !dispute.closed()).findFirst();
    }

    /** Returns true when the name is the charge's own, or one of its refunds' or disputes'. */
    public boolean called(String name) {
        return id.equals(name) || refund(name).isPresent() || dispute(name).isPresent();
    }

    /** Returns the amount that Stripe shows as refunded, including what was only released. */
    public long shownRefunded() {
        return refunds.stream().filter(Refund::stands).mapToLong(Refund::amount).sum();
    }

    /** Returns the part of the captured money that can still be given back. */
    long refundable() {
        long back = refunds.stream()
                .filter(refund -> refund.stands() && !refund.release())
                .mapToLong(Refund::amount)
                .sum();
        return captured - back;
    }
}
