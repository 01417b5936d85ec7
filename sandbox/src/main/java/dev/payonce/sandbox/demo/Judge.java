package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.store.OrderRow;
import dev.payonce.sandbox.store.Transition;
import dev.payonce.sandbox.stripe.state.Journal;
import dev.payonce.sandbox.stripe.webhook.Delivery;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what happened with what is promised. It knows nothing of how Payonce works inside. */
final class Judge {

    /** The events that say something about an order's payment; all others may be acknowledged and forgotten. */
    static final Set<String> MATTER = Set.of(
            "payment_intent.succeeded",
            "payment_intent.payment_failed",
            "payment_intent.canceled",
            "payment_intent.processing",
            "payment_intent.requires_action",
            "payment_intent.amount_capturable_updated",
            "charge.refunded",
            "refund.created",
            "refund.updated",
            "refund.failed");

    private final Cast cast;
    private final List<Checkout> checkouts;
    private final List<GivenBack> wished;
    private final Evidence evidence;

    Judge(Cast cast, List<Checkout> checkouts, List<GivenBack> wished, Evidence evidence) {
        this.cast = cast;
        this.checkouts = checkouts;
        this.wished = wished;
        this.evidence = evidence;
    }

    /**
     * @param before what there was before Redis was emptied and events were delivered once more
     * @param again how many were
     */
    List<Verdict> verdicts(Evidence before, int again) {
        return List.of(
                oneCharge(),
                paidIfCaptured(),
                effectsOnce(),
                nothingLost(),
                nothingUnknown(),
                sameResult(before, again),
                onRecord(),
                lossesCostNothing(before));
    }

    private Verdict oneCharge() {
        List<String> twice = each(role -> evidence.journal().of(role.intent()).stream()
                                .filter(entry -> entry.kind() == Journal.Kind.CAPTURED)
                                .count()
                        > 1
                ? Stream.of("order " + role.order().id() + " was charged twice")
                : Stream.empty());
        List<String> bought = orders(id -> evidence.journal().netOf(id).size() > 1
                ? Stream.of(
                        "order " + id + " was charged by " + evidence.journal().netOf(id))
                : Stream.empty());
        return new Verdict(
                "I1",
                "at most one net captured charge per order",
                both(twice, bought),
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
        List<String> bought = orders(id -> {
            boolean captured = !evidence.journal().netOf(id).isEmpty();
            return evidence.order(id).isPaid() == captured
                    ? Stream.empty()
                    : Stream.of("order " + id + " is " + evidence.order(id).status() + ", captured is "
                            + evidence.journal().netOf(id));
        });
        long paid = evidence.orders().values().stream().filter(OrderRow::isPaid).count();
        return new Verdict("I2", "paid if and only if captured as asked", both(wrong, bought), paid + " orders paid");
    }

    private Verdict effectsOnce() {
        List<String> doubled = each(role -> {
            long id = role.order().id();
            List<Transition> moves = evidence.transitions(id);
            long paid = moves.stream()
                    .filter(move -> move.to().equals("wc-processing"))
                    .count();
            int notes = evidence.notes(id).size();
            boolean once = paid == (role.asAsked() ? 1 : 0) && notes == moves.size() + remarks(id);
            return once
                    ? Stream.empty()
                    : Stream.of("order " + id + " was moved to paid " + paid + " times, in " + moves.size()
                            + " moves with " + notes + " notes");
        });
        List<String> bought = orders(id -> {
            List<Transition> moves = evidence.transitions(id);
            long paid = moves.stream()
                    .filter(move -> move.to().equals("wc-processing"))
                    .count();
            return paid <= 1 && evidence.notes(id).size() == moves.size() + remarks(id)
                    ? Stream.empty()
                    : Stream.of("order " + id + " was moved by " + moves + " with "
                            + evidence.notes(id).size() + " notes");
        });
        return new Verdict(
                "I3",
                "each effect on an order happens once",
                both(doubled, bought),
                evidence.transitions().size() + " moves, " + evidence.notes().size() + " notes");
    }

    /** Each refund that is done is noted, and before that one that nobody has wished for. */
    private long remarks(long order) {
        List<Journal.Entry> done = evidence.journal().refunds().stream()
                .filter(refund -> refund.kind() == Journal.Kind.REFUNDED)
                .filter(refund ->
                        refund.order().filter(Long.toString(order)::equals).isPresent())
                .toList();
        return done.size() + done.stream().filter(MoneyBack::onItsOwn).count();
    }

    /** A forgery is refused. A genuine event of another account or mode is 200 and ignored: Stripe disables an endpoint for 4xx. */
    private static boolean answeredWrongly(Delivery forged) {
        boolean genuine = Set.of("other account", "other mode").contains(forged.event());
        return genuine
                ? forged.status() != 200
                : forged.acknowledged() || forged.status() < 400 || forged.status() >= 500;
    }

    private Verdict nothingLost() {
        List<String> lost = evidence.acknowledged().stream()
                .filter(delivery -> MATTER.contains(delivery.type()))
                .map(Delivery::event)
                .distinct()
                .filter(event -> !evidence.callbacks().contains(event))
                .map(event -> event + " was acknowledged and is nowhere")
                .toList();
        List<String> believed = evidence.forged().stream()
                .filter(Judge::answeredWrongly)
                .map(forged -> "a forgery (" + forged.event() + ") was answered " + forged.status())
                .toList();
        return new Verdict(
                "I4",
                "nothing is acknowledged before it is durable",
                Stream.concat(lost.stream(), believed.stream()).toList(),
                evidence.acknowledged().size() + " acknowledged, "
                        + evidence.forged().size() + " forgeries refused");
    }

    private Verdict nothingUnknown() {
        List<String> unasked = each(role -> {
            boolean asked =
                    evidence.ledger(role.order().id()).stream().anyMatch(entry -> entry.matches("review:[0-9]+"));
            return asked == !role.asAsked()
                    ? Stream.empty()
                    : Stream.of("order " + role.order().id() + (asked ? " was asked about" : " was not asked about"));
        });
        List<String> spared =
                evidence.neverCame() == 0 ? List.of("no event was lost, so nothing had to be found") : List.of();
        List<String> failed = evidence.runs().stream()
                .filter(Histories::failed)
                .map(run -> "run " + run.getExecution().getWorkflowId() + " failed")
                .toList();
        long reviews = cast.roles().stream().filter(role -> !role.asAsked()).count();
        return new Verdict(
                "I5",
                "no payment rests in an unknown state",
                both(both(unasked, both(spared, failed)), orders(this::unresolved)),
                "all at rest, " + reviews + " questions open, " + evidence.neverCame() + " events never came");
    }

    private Verdict sameResult(Evidence before, int again) {
        List<String> other =
                evidence.acknowledged().size() - before.acknowledged().size() < again
                        ? List.of("an event that was delivered again was not acknowledged")
                        : List.of();
        List<Answers> results = Stream.concat(
                        checkouts.stream().map(Checkout::results),
                        wished.stream().map(GivenBack::results))
                .toList();
        List<String> contradictions =
                results.stream().flatMap(each -> each.contradictions().stream()).toList();
        return new Verdict(
                "I6",
                "the same event, the same request: the same answer",
                both(other, contradictions),
                duplicates() + " duplicates absorbed, "
                        + results.stream()
                                .mapToInt(each -> each.statuses().size())
                                .sum()
                        + " requests answered");
    }

    private Verdict onRecord() {
        List<String> silent = each(role -> {
            long id = role.order().id();
            long moves = evidence.ledger(id).stream()
                    .filter(entry -> entry.startsWith("paid") || entry.startsWith("moved:"))
                    .count();
            return moves == evidence.transitions(id).size()
                    ? Stream.empty()
                    : Stream.of("order " + id + " was moved "
                            + evidence.transitions(id).size() + " times, but " + moves + " moves are on record");
        });
        List<String> nameless = evidence.ledger().stream()
                .filter(line -> line.actor().isBlank() || line.rules().isBlank())
                .map(line -> line.entry() + " does not say who or by which rules")
                .toList();
        return new Verdict(
                "I7",
                "every decision stays on record",
                Stream.concat(silent.stream(), nameless.stream()).toList(),
                evidence.ledger().size() + " lines");
    }

    private Verdict lossesCostNothing(Evidence before) {
        List<String> changed = evidence.orders().equals(before.orders())
                        && evidence.ledger().equals(before.ledger())
                        && evidence.notes().size() == before.notes().size()
                ? List.of()
                : List.of("orders or ledger changed when Redis was emptied and every event came again");
        return new Verdict("I8", "losing Redis costs latency only", changed, "Redis emptied, events delivered again");
    }

    /** Operations that came to nothing that is known, and questions about orders where nothing is wrong. */
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
