package dev.payonce.reconcile.property;

import static dev.payonce.reconcile.property.LedgerInvariants.facts;
import static dev.payonce.reconcile.property.LedgerInvariants.heldFor;
import static dev.payonce.reconcile.property.LedgerInvariants.isFinal;
import static dev.payonce.reconcile.property.LedgerInvariants.last;
import static dev.payonce.reconcile.property.LedgerInvariants.law;
import static dev.payonce.reconcile.property.LedgerInvariants.meant;
import static dev.payonce.reconcile.property.LedgerInvariants.net;
import static dev.payonce.reconcile.property.LedgerInvariants.review;
import static dev.payonce.reconcile.property.LedgerInvariants.reviews;
import static dev.payonce.reconcile.property.LedgerInvariants.voided;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.PaymentSummary;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Order;
import dev.payonce.order.Order.Status;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Stage;
import dev.payonce.reconcile.Next;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Reconciliation;
import dev.payonce.request.Request;
import dev.payonce.review.Review;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The invariants of every reconciliation, without the rules' own code: from the payments as they were made up, the
 * order and the ledger before and after.
 */
final class Invariants {

    private final RandomScenario world;
    private final Map<String, String> paidKey = new HashMap<>();

    Invariants(RandomScenario world) {
        this.world = world;
    }

    /** Reconciles it twice and holds every law against it. */
    Reconciliation reconcile(Observation seen) {
        Order before = world.given.order();
        List<Entry> ledger = world.given.ledger();
        Reconciliation reconciled = world.given.reconciles(seen);
        List<Entry> added =
                world.given.ledger().subList(ledger.size(), world.given.ledger().size());

        shape(reconciled);
        added.forEach(line -> {
            switch (line.fact()) {
                case Fact.Paid paid -> paid(paid, before, ledger, seen);
                case Fact.OrderStatusChanged moved -> moved(moved, before, ledger, seen);
                case Fact.PaymentObserved observed -> {
                    law(world.life(observed.payment()).isOf(before), "only the order's own payments are recorded");
                    world.life(observed.payment()).isSeenWith(before);
                    law(!isFinal(last(ledger, observed.payment())) || isFinal(observed), "what is final stays final");
                }
                case Fact.ReviewClosed(int number, var _) ->
                    law(
                            seen.lookedUp()
                                    .all()
                                    .containsAll(
                                            review(ledger, number).objects().all()),
                            "a review is closed by a refresh");
                case Fact.OperationCreated(Operation.Void it) -> voided(it, before, seen, world.given);
                default -> {}
            }
        });
        reviews(added, world.given.ledger());
        stored(seen, before);
        view(reconciled);
        again(reconciled, seen);
        answered(seen);
        return reconciled;
    }

    /** Asks for the state now, which changes nothing, and holds the law of paid orders against the answer. */
    private void answered(Observation seen) {
        List<Entry> ledger = world.given.ledger();
        Reconciliation asked =
                world.given.reconciles(seen, List.of(new Request.Refresh("now", "stripe", "")), List.of());
        law(world.given.ledger().equals(ledger), "to be asked writes nothing");
        if (world.given.order() != null) {
            LedgerInvariants.answered(asked.results().get("now"), world.given.order(), ledger);
        }
    }

    private void shape(Reconciliation reconciled) {
        Set<String> names = new HashSet<>();
        for (Entry line : reconciled.added()) {
            law(line.name().length() <= 255, "names stay short");
            law(names.add(line.name()), "a line is written once");
        }
        List<Review> open = open();
        switch (reconciled.next()) {
            case Next.Rest() -> law(open.isEmpty(), "an open review does not rest");
            case Next.RefreshAfter refresh -> {
                bounded(refresh, Policy.LONG_REFRESH);
                law(refresh.after().isZero() || open.isEmpty(), "an open review is shown");
            }
            case Next.NeedsReview(Review review, Next.RefreshAfter meanwhile) -> {
                bounded(meanwhile, Policy.REVIEW_REFRESH);
                law(open.equals(List.of(review)), "one review at a time");
                law(!review.lines().isEmpty() && !review.about().isEmpty(), "a review names its payments");
                law(!meanwhile.after().isZero(), "a review is opened when all was observed");
                ExternalIds lookedUp = objects(meanwhile.what());
                law(lookedUp.all().containsAll(review.objects().all()), "the review's payments were read");
            }
        }
    }

    private void bounded(Next.RefreshAfter refresh, Duration longest) {
        law(refresh.after().compareTo(longest) <= 0 && !refresh.after().isNegative(), "a refresh has a bound");
        law(!refresh.what().isEmpty() && !objects(refresh.what()).none(), "a refresh has a lookup");
    }

    private void paid(Fact.Paid paid, Order before, List<Entry> ledger, Observation seen) {
        PaymentLifecycle life = world.life(paid.payment());
        long tolerance = life.proof == PaymentLifecycle.Proof.TAG ? 0 : 1;
        law(
                seen.payments().stream()
                        .filter(payment -> payment.id().equals(paid.payment()))
                        .anyMatch(payment -> !payment.alive()
                                && payment.net().minor() > 0
                                && payment.captured().equals(paid.captured())),
                "paid only by captured money that is still there");
        List<String> payers =
                facts(ledger, Fact.Paid.class).map(Fact.Paid::payment).toList();
        boolean returned = payers.stream().allMatch(payer -> net(world.given.ledger(), payer) == 0);
        law(paid.again() ? payers.contains(paid.payment()) : returned, "one payment pays an order");
        law(paid.again() || within(tolerance, paid.captured(), before.total().orElseThrow()), "paid by what was asked");
        law(!paid.again() || !meant(ledger), "a refund or a lost dispute was no accident");
        law(life.isOf(before), "paid by the order's own payment");
        law(
                Objects.equals(paidKey.computeIfAbsent(paid.payment(), _ -> before.key()), before.key()),
                "a payment pays one order");
        law(
                switch (paid.from()) {
                    case PENDING, FAILED -> true;
                    case ON_HOLD, CANCELLED -> !paid.again();
                    case PROCESSING, COMPLETED, REFUNDED, TRASH, OTHER -> false;
                },
                "only an unpaid order is paid");
    }

    private static boolean within(long tolerance, Money captured, Money total) {
        return captured.currency().equals(total.currency()) && Math.abs(captured.minor() - total.minor()) <= tolerance;
    }

    private void moved(Fact.OrderStatusChanged moved, Order before, List<Entry> ledger, Observation seen) {
        Payment payment = seen.payments().stream()
                .filter(one -> one.id().equals(moved.payment()))
                .max((one, other) -> one.seenAt().compareTo(other.seenAt()))
                .orElseThrow();
        Duration age = Duration.between(payment.seenAt(), world.given.now());
        boolean fresh = age.compareTo(Policy.FRESH) <= 0;
        switch (moved.reason()) {
            case DECLINED -> {
                boolean gone = payment.stage() == Stage.CLOSED && before.status() == Status.ON_HOLD;
                law(fresh && (gone || payment.decline().isPresent()), "an order fails by a fresh decline");
                law(
                        before.status() == Status.PENDING || heldFor(ledger, payment.id()),
                        "only an order that waits for it fails by a decline");
                hopeless(payment.gateway(), ledger, before, seen);
            }
            case VOIDED -> {
                law(fresh && payment.stage() == Stage.CLOSED, "cancelled by a fresh snapshot of what is closed");
                law(before.status() == Status.ON_HOLD && heldFor(ledger, payment.id()), "what was held for it");
                hopeless(payment.gateway(), ledger, before, seen);
            }
            case EXPIRED -> {
                law(fresh && payment.stage() == Stage.CLOSED, "given up by a fresh snapshot of what is closed");
                law(before.status() == Status.PENDING, "only an order that waits is given up");
                hopeless(payment.gateway(), ledger, before, seen);
            }
            case REFUNDED -> law(fresh && payment.refunded(), "refunded by a fresh snapshot of a whole refund");
            case DISPUTED, DISPUTE_LOST -> hold(payment).disputed(fresh, moved);
            case SUSPECTED_FRAUD -> hold(payment).suspected(fresh, moved);
            case DISPUTE_WON, FRAUD_CLEARED -> hold(payment).lifted(fresh, moved);
            case RELEASED -> HoldInvariants.released(moved, before.status(), ledger);
            case AUTHORIZED -> law(payment.stage() == Stage.AUTHORIZED, "on hold by an authorization");
            case PENDING -> law(payment.stage() == Stage.PENDING, "on hold by a pending payment");
        }
    }

    private HoldInvariants hold(Payment payment) {
        return new HoldInvariants(world.given.ledger(), payment, world.inquiriesHold);
    }

    /** Verifies that every known payment of this order will not pay, by a fresh observation. */
    private void hopeless(String gateway, List<Entry> ledger, Order before, Observation seen) {
        for (PaymentLifecycle life : world.lives) {
            boolean named = before.externalIds().meet(life.externalIds())
                    && life.now().gateway().equals(gateway);
            Fact.PaymentObserved last = last(ledger, life.id());
            boolean hope = seen.payments().stream()
                    .filter(payment -> payment.id().equals(life.id()))
                    .max((one, other) -> one.seenAt().compareTo(other.seenAt()))
                    .map(Invariants::mayPay)
                    .orElse((named || last != null) && life.now().alive() && !isFinal(last));
            law(!life.isOf(before) || !hope, "an order fails when no payment of it may still succeed");
        }
    }

    private static boolean mayPay(Payment payment) {
        return switch (payment.stage()) {
            case CAPTURED -> payment.net().minor() > 0;
            case APPROVED, PENDING, AUTHORIZED -> true;
            case OPEN -> payment.decline().isEmpty() || payment.waitsFor() == Payment.WaitsFor.GATEWAY;
            case CLOSED -> false;
        };
    }

    /** Verifies that a fresh observation of a payment is the ledger's last one. */
    private void stored(Observation seen, @Nullable Order order) {
        for (Payment payment : seen.payments()) {
            PaymentLifecycle life = world.life(payment.id());
            if (order != null && payment.seenAt().equals(world.given.now()) && life.isOf(order)) {
                Fact.PaymentObserved last = last(world.given.ledger(), payment.id());
                law(last != null && last.stage() == payment.stage(), "what is seen is remembered");
                law(
                        payment.stage() != Stage.OPEN || last.decline().equals(payment.decline()),
                        "a decline is remembered");
            }
        }
    }

    private void view(Reconciliation reconciled) {
        boolean review = reconciled.view().status() == PaymentSummary.Status.NEEDS_REVIEW;
        law(review == !open().isEmpty(), "an open review is shown");
        boolean paid = facts(world.given.ledger(), Fact.Paid.class).findAny().isPresent();
        law(
                review
                        || !paid
                        || Set.of(
                                        PaymentSummary.Status.PAID,
                                        PaymentSummary.Status.REFUNDED,
                                        PaymentSummary.Status.DISPUTED)
                                .contains(reconciled.view().status()),
                "a paid order is shown as one");
    }

    /** Verifies that the same observation again, at once or while it is fresh, changes nothing. */
    private void again(Reconciliation reconciled, Observation seen) {
        List<Entry> ledger = world.given.ledger();
        Order order = world.given.order();
        if (seen.notFound().isEmpty()) {
            world.given.after(seen.payments().stream()
                    .map(payment -> Policy.FRESH.minus(Duration.between(payment.seenAt(), world.given.now())))
                    .filter(left -> !left.isNegative())
                    .min(Duration::compareTo)
                    .filter(_ -> world.random.nextBoolean())
                    .orElse(Duration.ZERO));
        }
        Reconciliation again = world.given.reconciles(seen);
        law(
                world.given.ledger().equals(ledger),
                () -> "reconciling again writes nothing: " + ledger + ", then " + world.given.lines() + order);
        law(Objects.equals(world.given.order(), order), "reconciling again moves nothing");
        law(again.view().equals(reconciled.view()), "reconciling again shows the same");
        law(modulo(again.next()).equals(modulo(reconciled.next())), "reconciling again goes on the same");
    }

    /** Pauses grow with time. */
    private static Next modulo(Next next) {
        return switch (next) {
            case Next.Rest rest -> rest;
            case Next.RefreshAfter refresh -> modulo(refresh);
            case Next.NeedsReview(Review review, Next.RefreshAfter meanwhile) ->
                new Next.NeedsReview(review, modulo(meanwhile));
        };
    }

    private static Next.RefreshAfter modulo(Next.RefreshAfter refresh) {
        return new Next.RefreshAfter(
                refresh.after().isZero() ? Duration.ZERO : Policy.RefreshIntervals.DEFAULT.first(), refresh.what());
    }

    static ExternalIds objects(List<Lookup> what) {
        return what.stream().map(Lookup::objects).reduce(ExternalIds.NONE, ExternalIds::and);
    }

    private List<Review> open() {
        return Ledger.of(world.given.ledger()).openReviews();
    }
}
