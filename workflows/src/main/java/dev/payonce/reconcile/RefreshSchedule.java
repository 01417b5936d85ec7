package dev.payonce.reconcile;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.TagQuery;
import dev.payonce.ledger.Cursors;
import dev.payonce.ledger.Fact;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Stage;
import dev.payonce.review.Review;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The schedule of refreshes: their times and their objects. */
final class RefreshSchedule {

    private RefreshSchedule() {}

    /**
     * Returns the refresh that has to precede any decision: what a rule needs fresh, and the rest of an open review's
     * objects, since a review is judged as a whole. What was observed already is read again with it; otherwise two
     * objects that have to be observed together could take turns for ever.
     */
    static Optional<Next.RefreshAfter> atOnce(Draft draft) {
        List<Lookup> wanted = objects(
                draft.refreshes.stream().filter(refresh -> refresh.after().isZero()));
        List<Lookup> reviewed = draft.ledger().openReviews().stream()
                .flatMap(review -> review.about().stream())
                .toList();
        boolean judged = reviewed.stream()
                .allMatch(about ->
                        draft.seen.lookedUp().all().containsAll(about.objects().all()));
        if (wanted.isEmpty() && judged) {
            return Optional.empty();
        }
        return Optional.of(new Next.RefreshAfter(
                Duration.ZERO,
                Lookup.merged(Stream.of(
                                wanted.stream(),
                                reviewed.stream(),
                                draft.seen.payments().stream().map(Lookup::of),
                                draft.seen.notFound().stream())
                        .flatMap(lookups -> lookups)
                        .toList())));
    }

    /** Returns the soonest of the refreshes, with all objects that any of them is for. */
    static Optional<Next.RefreshAfter> later(Draft draft) {
        return draft.refreshes.stream()
                .map(Next.RefreshAfter::after)
                .min(Comparator.naturalOrder())
                .map(after -> new Next.RefreshAfter(after, Lookup.merged(objects(draft.refreshes.stream()))));
    }

    /** Returns the refresh during a review: as soon as any payment needs it, with the review's objects, too. */
    static Next.RefreshAfter meanwhile(Draft draft, Review review) {
        List<Lookup> all = new ArrayList<>(review.about());
        all.addAll(objects(draft.refreshes.stream()));
        return new Next.RefreshAfter(
                later(draft).map(Next.RefreshAfter::after).orElse(Policy.REVIEW_REFRESH), Lookup.merged(all));
    }

    private static List<Lookup> objects(Stream<Next.RefreshAfter> refreshes) {
        return refreshes.flatMap(refresh -> refresh.what().stream()).toList();
    }

    /**
     * Refreshes all that the ledger knows and that is not over, where nothing was observed: a run that was only asked
     * to refresh, or that replaces a lost one, knows nothing else.
     */
    static void everything(Draft draft) {
        everyoneWasSeen(draft, "");
        ExternalIds known = draft.ledger()
                .facts(Fact.PaymentObserved.class)
                .map(Fact.PaymentObserved::externalIds)
                .reduce(ExternalIds.NONE, ExternalIds::and)
                .and(ExternalIds.of(draft.ledger().lastReversals().keySet()));
        draft.ledger()
                .facts(Fact.NotFound.class)
                .filter(missing -> !known.contains(missing.object()))
                .forEach(missing -> draft.refreshNow(Lookup.of(missing.gateway(), missing.object())));
    }

    /**
     * Reports whether all of this order that may take money, or has taken it, was observed; the rest is requested.
     *
     * @param gateway where IDs are looked up that only the order names; empty for none
     */
    static boolean everyoneWasSeen(Draft draft, String gateway) {
        List<Lookup> unseen = new ArrayList<>();
        ExternalIds known = draft.seen.lookedUp();
        for (Fact.PaymentObserved seen : draft.ledger().lastObserved().values()) {
            known = known.and(seen.externalIds());
            if (seen.stage() != Stage.CLOSED
                    && !draft.lost.contains(seen.payment())
                    && !seen.externalIds().meet(draft.seen.lookedUp())) {
                unseen.add(seen.lookup());
            }
        }
        for (String name : draft.order.externalIds().all()) {
            if (!gateway.isEmpty() && !known.contains(name)) {
                unseen.add(Lookup.of(gateway, name));
            }
        }
        Lookup.merged(unseen).forEach(draft::refreshNow);
        return unseen.isEmpty() && draft.lost.isEmpty();
    }

    /**
     * Returns false while the gateway's event list is far behind. The store may have been restored to yesterday, so
     * the ledger lacks later charges, and the gateway does not know their keys any more. Each account whose list is
     * behind is asked first for all that bears our tag for this order. Another account that is behind by itself is
     * only away.
     */
    static boolean nothingIsForgotten(Draft draft, String gateway) {
        if (!isBehind(draft, gateway)) {
            return true;
        }
        List<Lookup> unseen = new ArrayList<>();
        draft.ledger().readUpTo().forEach((account, reached) -> {
            Instant stored = reached.minus(Cursors.OVERLAP);
            TagQuery query = TagQuery.all(draft.order, later(stored, draft.order.made()));
            if (isBehind(draft, account) && !draft.seen.answers(account, query)) {
                unseen.add(Lookup.of(account, query.text()));
            }
        });
        unseen.forEach(draft::refreshNow);
        return unseen.isEmpty();
    }

    private static boolean isBehind(Draft draft, String account) {
        return Optional.ofNullable(draft.ledger().readUpTo().get(account))
                .filter(reached -> reached.plus(Policy.BEHIND).isBefore(draft.now))
                .isPresent();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
