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
 * @param review the latest one
 * @param warnings the card's issuer's, usually none
 */
public record Charge(
        String id,
        Instant created,
        long amount,
        State state,
        long captured,
        boolean booked,
        List<Refund> refunds,
        List<Dispute> disputes,
        Optional<FraudReview> review,
        List<FraudWarning> warnings) {

    public enum State {
        PENDING,
        AUTHORIZED,
        CAPTURED,
        FAILED
    }

    static Charge of(String id, Instant now, long amount, State state) {
        return new Charge(
                id,
                now,
                amount,
                state,
                state == State.CAPTURED ? amount : 0,
                false,
                List.of(),
                List.of(),
                Optional.empty(),
                List.of());
    }

    Charge to(State next) {
        return with(next, next == State.CAPTURED ? amount : captured, booked);
    }

    Charge capturing(long taken) {
        return with(State.CAPTURED, taken, booked);
    }

    /** Takes a part; more may be taken. */
    Charge capturingPartly(long taken) {
        return with(state, taken, booked);
    }

    /** Raises what is authorized. */
    Charge incremented(long raised) {
        return new Charge(id, created, raised, state, captured, booked, refunds, disputes, review, warnings);
    }

    Charge book() {
        return with(state, captured, true);
    }

    private Charge with(State next, long taken, boolean written) {
        return new Charge(id, created, amount, next, taken, written, refunds, disputes, review, warnings);
    }

    /** Adds a refund, or puts it in the place of the one of the same id; the newest is last. */
    Charge with(Refund refund) {
        List<Refund> all = put(refunds, Refund::id, refund);
        return new Charge(id, created, amount, state, captured, booked, all, disputes, review, warnings);
    }

    /** Adds a dispute, or puts it in the place of the one of the same id; the newest is last. */
    Charge with(Dispute dispute) {
        List<Dispute> all = put(disputes, Dispute::id, dispute);
        return new Charge(id, created, amount, state, captured, booked, refunds, all, review, warnings);
    }

    Charge with(FraudReview next) {
        return new Charge(id, created, amount, state, captured, booked, refunds, disputes, Optional.of(next), warnings);
    }

    Charge with(FraudWarning warning) {
        List<FraudWarning> all = put(warnings, FraudWarning::id, warning);
        return new Charge(id, created, amount, state, captured, booked, refunds, disputes, review, all);
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

    public Optional<FraudReview> review(String name) {
        return review.filter(one -> one.id().equals(name));
    }

    public Optional<FraudWarning> warning(String name) {
        return warnings.stream().filter(one -> one.id().equals(name)).findFirst();
    }

    /** Returns true when the name is the charge's own, or that of one of its parts. */
    public boolean called(String name) {
        return id.equals(name)
                || refund(name).isPresent()
                || dispute(name).isPresent()
                || review(name).isPresent()
                || warning(name).isPresent();
    }

    /** Returns the amount that Stripe shows as refunded, including what was only released. */
    public long shownRefunded() {
        return refunds.stream().filter(Refund::stands).mapToLong(Refund::amount).sum();
    }

    /** Returns the part of the captured money that can still be given back. */
    public long refundable() {
        long back = refunds.stream()
                .filter(refund -> refund.stands() && !refund.release())
                .mapToLong(Refund::amount)
                .sum();
        return captured - back;
    }
}
