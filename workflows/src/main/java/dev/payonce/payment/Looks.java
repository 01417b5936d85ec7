package dev.payonce.payment;

import dev.payonce.order.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** When to look again, and at what. */
final class Looks {

    private Looks() {}

    /**
     * What has to be looked at before anything is decided: what a rule wants to see fresh, and, since an open question
     * is only judged when everything that it is about was seen, the rest of that. What was seen already is looked at
     * again with it; otherwise two things that want to be seen together could take turns for ever.
     */
    static Optional<Next.Look> atOnce(Draft draft, Observation seen) {
        List<Lookup> wanted = new ArrayList<>();
        draft.looks.stream().filter(look -> look.after().isZero()).forEach(look -> wanted.addAll(look.what()));
        List<Lookup> asked = Questions.open(draft.ledger).stream()
                .flatMap(question -> question.about().stream())
                .toList();
        boolean judged = asked.stream()
                .allMatch(
                        about -> seen.looked().all().containsAll(about.objects().all()));
        if (wanted.isEmpty() && judged) {
            return Optional.empty();
        }
        wanted.addAll(asked);
        seen.payments().forEach(payment -> wanted.add(Draft.lookup(payment)));
        wanted.addAll(seen.unfound());
        return Optional.of(new Next.Look(Duration.ZERO, merged(wanted)));
    }

    /** The soonest of the looks that were asked for, at all that any of them is for. */
    static Optional<Next.Look> later(Draft draft) {
        return draft.looks.stream()
                .map(Next.Look::after)
                .min(Comparator.naturalOrder())
                .map(after -> new Next.Look(after, merged(all(draft))));
    }

    /** While a person is asked: as soon as any payment wants it, and at what the question is about, too. */
    static Next.Look meanwhile(Draft draft, Question question) {
        return new Next.Look(
                later(draft).map(Next.Look::after).orElse(Policy.ASKING_LOOK),
                merged(Stream.concat(question.about().stream(), all(draft).stream())
                        .toList()));
    }

    private static List<Lookup> all(Draft draft) {
        return draft.looks.stream().flatMap(look -> look.what().stream()).toList();
    }

    /**
     * Where nothing was looked at, everything is looked at that the ledger knows of and that is not over: a run that was
     * told only to look, or that begins anew because the last one is lost, knows nothing else.
     */
    static void everything(Draft draft) {
        everyoneWasSeen(draft, "", Names.NONE);
        Names known = draft.ledger
                .facts(Fact.Sighted.class)
                .map(Fact.Sighted::names)
                .reduce(Names.NONE, Names::and)
                .and(Names.of(draft.ledger
                        .facts(Fact.Returned.class)
                        .map(returned -> returned.back().id())
                        .toList()));
        draft.ledger
                .facts(Fact.Unfound.class)
                .filter(missing -> !known.contains(missing.object()))
                .forEach(missing -> draft.lookNow(new Lookup(missing.gateway(), Names.of(missing.object()))));
    }

    /** One lookup a gateway. */
    static List<Lookup> merged(List<Lookup> lookups) {
        Map<String, Names> byGateway = new TreeMap<>();
        lookups.forEach(lookup -> byGateway.merge(lookup.gateway(), lookup.objects(), Names::and));
        return byGateway.entrySet().stream()
                .map(each -> new Lookup(each.getKey(), each.getValue()))
                .toList();
    }

    /**
     * Whether everything of this order that may still take money, or has taken it, was looked at; what was not is asked
     * for.
     *
     * @param gateway where ids are asked for that only the order names
     */
    static boolean everyoneWasSeen(Draft draft, String gateway, Names looked) {
        Map<String, Names> unseen = new TreeMap<>();
        Names known = Names.NONE;
        for (Fact.Sighted seen : Sightings.last(draft.ledger).values()) {
            known = known.and(seen.names());
            if (seen.stage() != Payment.Stage.CLOSED && !seen.names().meet(looked)) {
                unseen.merge(seen.gateway(), Names.of(seen.payment()), Names::and);
            }
        }
        for (String name : draft.order.names().all()) {
            if (!gateway.isEmpty() && !looked.contains(name) && !known.contains(name)) {
                unseen.merge(gateway, Names.of(name), Names::and);
            }
        }
        unseen.forEach((account, objects) -> draft.lookNow(new Lookup(account, objects)));
        return unseen.isEmpty();
    }

    /**
     * False while the gateway's list of events is far behind: the store may be one that was restored to yesterday, the
     * ledger does not know what was charged since, and the gateway does not know its key any more. So it is asked first
     * for all that bears our tag for this order, in the list that is never behind.
     */
    static boolean nothingIsForgotten(Draft draft, String gateway, Names looked) {
        Optional<String> unseen = Optional.ofNullable(draft.ledger.readUpTo().get(gateway))
                .filter(reached -> reached.plus(Policy.BEHIND).isBefore(draft.now))
                .map(reached -> reached.minus(Cursors.OVERLAP))
                .map(remembered -> Mark.all(draft.order, later(remembered, draft.order.made())))
                .map(Mark::text)
                .filter(mark -> !looked.contains(mark));
        unseen.ifPresent(mark -> draft.lookNow(new Lookup(gateway, Names.of(mark))));
        return unseen.isEmpty();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
