package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.servers.store.OrderRow;
import dev.payonce.servers.store.Transition;
import dev.payonce.servers.stripe.state.Journal;
import dev.payonce.servers.stripe.webhook.Delivery;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The judge who compares the traces of the demo with the invariants. It knows nothing of Payonce's inside. */
final class Judge {

    private final Cast cast;
    private final List<Checkout> checkouts;
    private final List<RefundPlan> plans;
    private final Evidence evidence;

    Judge(Cast cast, List<Checkout> checkouts, List<RefundPlan> plans, Evidence evidence) {
        this.cast = cast;
        this.checkouts = checkouts;
        this.plans = plans;
        this.evidence = evidence;
    }

    /**
     * Judges each invariant.
     *
     * @param before the traces before Redis was emptied and events were delivered again
     * @param again the number of those events
     */
    List<Verdict> verdicts(Evidence before, int again) {
        return List.of(
                oneCharge(),
                paidIfCaptured(),
                effectsOnce(),
                nothingLost(),
                nothingUnknown(),
                OrderAccount.of(cast.orders(), Checkout.notCharged(checkouts), evidence)
                        .verdict(),
                sameResult(before, again),
                onRecord(),
                lossesCostNothing(before, again));
    }

    private Verdict oneCharge() {
        List<String> twice = each(role -> evidence.journal().of(role.intent()).stream()
                                .filter(entry -> entry.kind() == Journal.Kind.CAPTURED)
                                .count()
                        > 1
                ? Stream.of("order " + role.order().id() + " was charged twice")
                : Stream.empty());
        List<String> ours = orders(id -> evidence.journal().netOf(id).size() > 1
                ? Stream.of(
                        "order " + id + " was charged by " + evidence.journal().netOf(id))
                : Stream.empty());
        return new Verdict(
                "I1",
                "at most one net captured charge per order",
                both(twice, ours),
                evidence.journal().netByOrder().size() + " orders charged");
    }

    private Verdict paidIfCaptured() {
        List<String> wrong = each(role -> {
            OrderRow row = evidence.order(role.order().id());
            boolean right =
                    row.isPaid() == (role.asAsked() && evidence.journal().net(role.intent()) > 0)
                            && evidence.journal().captured(role.intent()) == role.paid();
            return right
                    ? Stream.empty()
                    : Stream.of("order " + row.id() + " is " + row.status() + ", asked " + role.asked() + ", captured "
                            + role.paid());
        });
        List<String> ours = orders(id -> {
            boolean captured = !evidence.journal().netOf(id).isEmpty();
            return evidence.order(id).isPaid() == captured
                    ? Stream.empty()
                    : Stream.of("order " + id + " is " + evidence.order(id).status() + ", captured is "
                            + evidence.journal().netOf(id));
        });
        long paid = evidence.orders().values().stream().filter(OrderRow::isPaid).count();
        return new Verdict(
                "I2", "paid if and only if captured as the order asks", both(wrong, ours), paid + " orders paid");
    }

    private Verdict effectsOnce() {
        List<String> doubled = each(role -> {
            long id = role.order().id();
            List<Transition> changes = evidence.transitions(id);
            long paid = changes.stream()
                    .filter(change -> change.to().equals("wc-processing"))
                    .count();
            int notes = evidence.notes(id).size();
            boolean once = paid == (role.asAsked() ? 1 : 0) && notes == changes.size() + remarks(id);
            return once
                    ? Stream.empty()
                    : Stream.of("order " + id + " became paid " + paid + " times, in " + changes.size()
                            + " status changes with " + notes + " notes");
        });
        List<String> ours = orders(id -> {
            List<Transition> changes = evidence.transitions(id);
            long paid = changes.stream()
                    .filter(change -> change.to().equals("wc-processing"))
                    .count();
            return paid <= 1 && evidence.notes(id).size() == changes.size() + remarks(id)
                    ? Stream.empty()
                    : Stream.of("order " + id + " changed its status by " + changes + " with "
                            + evidence.notes(id).size() + " notes");
        });
        return new Verdict(
                "I3",
                "each effect on an order happens once",
                both(doubled, ours),
                evidence.transitions().size() + " status changes, "
                        + evidence.notes().size() + " notes");
    }

    /**
     * Counts the notes about refunds: one for each that is done, and one before it where a rule decided it. Each review has
     * one when it opens and one when it closes.
     */
    private long remarks(long order) {
        List<Journal.Entry> done = evidence.journal().refunds().stream()
                .filter(refund -> refund.kind() == Journal.Kind.REFUNDED)
                .filter(refund ->
                        refund.order().filter(Long.toString(order)::equals).isPresent())
                .toList();
        long reviews = evidence.ledger(order).stream()
                .filter(line -> line.startsWith("review:"))
                .count();
        return done.size() + done.stream().filter(RefundJudge::onItsOwn).count() + reviews;
    }

    /** Tells a wrong answer: a forgery is refused, a genuine event of another account or mode is ignored with a 200. */
    private static boolean answeredWrongly(Delivery forged) {
        boolean genuine = Set.of("other account", "other mode").contains(forged.event());
        return genuine
                ? forged.status() != 200
                : forged.acknowledged() || forged.status() < 400 || forged.status() >= 500;
    }

    private Verdict nothingLost() {
        List<String> lost = evidence.acknowledged().stream()
                .filter(delivery -> Evidence.MATTER.contains(delivery.type()))
                .map(Delivery::event)
                .distinct()
                .filter(event -> !evidence.callbacks().contains(event))
                .map(event -> event + " was acknowledged, and no history holds it")
                .toList();
        List<String> believed = evidence.forged().stream()
                .filter(Judge::answeredWrongly)
                .map(forged -> "a forgery (" + forged.event() + ") was answered " + forged.status())
                .toList();
        return new Verdict(
                "I4",
                "a callback is acknowledged only when it is durable",
                Stream.concat(lost.stream(), believed.stream()).toList(),
                evidence.acknowledged().size() + " acknowledged, "
                        + evidence.forged().size() + " forged or foreign ones without effect");
    }

    private Verdict nothingUnknown() {
        List<String> missing = each(role -> {
            boolean reviewed =
                    evidence.ledger(role.order().id()).stream().anyMatch(entry -> entry.matches("review:[0-9]+"));
            return reviewed == !role.asAsked()
                    ? Stream.empty()
                    : Stream.of("order " + role.order().id()
                            + (reviewed ? " went to manual review" : " did not go to manual review"));
        });
        List<String> spared =
                evidence.neverCame() == 0 ? List.of("no event was lost, so the sweep had nothing to find") : List.of();
        List<String> failed = evidence.runs().stream()
                .filter(Histories::failed)
                .map(run -> "run " + run.getExecution().getWorkflowId() + " failed")
                .toList();
        long reviews = cast.roles().stream().filter(role -> !role.asAsked()).count();
        return new Verdict(
                "I5",
                "no payment stays in an unknown state",
                both(both(missing, both(spared, failed)), orders(this::unresolved)),
                "all at rest, " + reviews + " in manual review, " + evidence.neverCame() + " lost events found");
    }

    private Verdict sameResult(Evidence before, int again) {
        List<String> other =
                evidence.acknowledged().size() - before.acknowledged().size() < again
                        ? List.of("an event that came again was not acknowledged")
                        : List.of();
        List<AnswerLog> results = Stream.concat(
                        checkouts.stream().map(Checkout::results),
                        plans.stream().map(RefundPlan::results))
                .toList();
        List<String> contradictions =
                results.stream().flatMap(each -> each.contradictions().stream()).toList();
        return new Verdict(
                "I6",
                "the same event or request gets the same answer",
                both(other, contradictions),
                duplicates() + " repeated events, "
                        + results.stream()
                                .mapToInt(each -> each.statuses().size())
                                .sum()
                        + " answers to requests");
    }

    private Verdict onRecord() {
        List<String> silent = each(role -> {
            long id = role.order().id();
            long changes = evidence.ledger(id).stream()
                    .filter(entry -> entry.startsWith("paid") || entry.startsWith("status:"))
                    .count();
            return changes == evidence.transitions(id).size()
                    ? Stream.empty()
                    : Stream.of("order " + id + " changed its status "
                            + evidence.transitions(id).size() + " times, but " + changes + " changes are on record");
        });
        List<String> nameless = evidence.ledger().stream()
                .filter(line -> line.actor().isBlank() || line.rules().isBlank())
                .map(line -> line.entry() + " lacks its actor or its rules")
                .toList();
        return new Verdict(
                "I7",
                "every decision stays on record",
                Stream.concat(silent.stream(), nameless.stream()).toList(),
                evidence.ledger().size() + " lines in the ledger");
    }

    private Verdict lossesCostNothing(Evidence before, int again) {
        List<String> changed = evidence.orders().equals(before.orders())
                        && evidence.ledger().equals(before.ledger())
                        && evidence.notes().size() == before.notes().size()
                ? List.of()
                : List.of("orders or ledger changed when Redis was emptied and events came again");
        return new Verdict(
                "I8", "losing Redis costs latency only", changed, "Redis emptied, " + again + " events came again");
    }

    /** Lists operations without a known outcome, and reviews of orders where nothing is wrong. */
    private Stream<String> unresolved(long order) {
        Set<String> lines = evidence.ledger(order);
        return lines.stream()
                .filter(line -> line.matches("review:[0-9]+")
                        || (line.matches("operation:[0-9]+")
                                && lines.stream()
                                        .noneMatch(
                                                other -> other.startsWith(line + "#") && !other.endsWith("=unknown"))))
                .map(line -> "order " + order + " rests with " + line);
    }

    private List<String> orders(LongFunction<Stream<String>> violations) {
        return checkouts.stream()
                .flatMap(each -> violations.apply(each.order().id()))
                .toList();
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    long duplicates() {
        Set<String> first = new TreeSet<>();
        return evidence.acknowledged().stream()
                .filter(delivery -> !first.add(delivery.event()))
                .count();
    }

    private List<String> each(Function<Cast.Role, Stream<String>> violations) {
        return cast.roles().stream().flatMap(violations).collect(Collectors.toList());
    }
}
