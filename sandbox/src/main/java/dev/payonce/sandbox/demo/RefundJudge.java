package dev.payonce.sandbox.demo;

import dev.payonce.servers.stripe.state.Journal;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The judge of refunds, who compares the plans with the money in Stripe's journal. */
final class RefundJudge {

    private static final Set<Journal.Kind> STANDS = Set.of(Journal.Kind.REFUND_PENDING, Journal.Kind.REFUNDED);

    private final List<Checkout> checkouts;
    private final List<RefundPlan> plans;
    private final Evidence evidence;

    RefundJudge(List<Checkout> checkouts, List<RefundPlan> plans, Evidence evidence) {
        this.checkouts = checkouts;
        this.plans = plans;
        this.evidence = evidence;
    }

    List<Verdict> verdicts() {
        return List.of(duplicatesAreRefunded(), oneRequestOneRefund(), shownInTheStore());
    }

    private Verdict duplicatesAreRefunded() {
        List<Checkout> twice = checkouts.stream()
                .filter(each -> payments(each.order().id()).size() > 1)
                .toList();
        List<String> wrong =
                twice.stream().flatMap(each -> duplicates(each.order().id())).toList();
        return new Verdict(
                "I1", "a duplicate payment is refunded once", wrong, twice.size() + " orders had a duplicate payment");
    }

    private Stream<String> duplicates(long order) {
        List<String> gone = payments(order).stream()
                .filter(payment -> evidence.journal().net(payment) == 0)
                .toList();
        if (gone.size() != payments(order).size() - 1) {
            return Stream.of(
                    "order " + order + " was paid by " + payments(order) + ", of which " + gone + " are refunded");
        }
        return gone.stream()
                .filter(payment -> refunds(order).filter(of(payment)).count() != 1)
                .map(payment -> "order " + order + ": " + payment + " was refunded in several parts");
    }

    private Verdict oneRequestOneRefund() {
        List<String> wrong = plans.stream().flatMap(this::mismatches).toList();
        List<String> tooMuch = evidence.journal().refunds().stream()
                .map(Journal.Entry::intent)
                .distinct()
                .filter(payment -> evidence.journal().refunded(payment)
                        > evidence.journal().captured(payment))
                .map(payment -> payment + " was refunded by more than was captured")
                .toList();
        long made = plans.stream().flatMap(each -> refunds(each.order().id())).count();
        return new Verdict(
                "I3",
                "a refund request makes one refund, never above the captured",
                Stream.concat(wrong.stream(), tooMuch.stream()).toList(),
                plans.size() + " orders, "
                        + plans.stream()
                                .mapToInt(each -> each.requests().size())
                                .sum()
                        + " requests, " + made + " refunds");
    }

    /** Lists requests whose answers and refunds differ, and refunds of ours without a request. */
    private Stream<String> mismatches(RefundPlan one) {
        long order = one.order().id();
        Stream<String> each = one.requests().stream().flatMap(request -> {
            long yes = request.keys().stream()
                    .filter(key -> one.results().is(key(key), "refunded"))
                    .count();
            List<Journal.Entry> made = refunds(order).filter(isFor(request)).toList();
            boolean fits = made.size() == (yes > 0 ? 1 : 0)
                    && (yes == 0 || yes == request.keys().size())
                    && made.stream()
                            .allMatch(entry -> request.minor()
                                    .filter(minor -> minor != entry.amount())
                                    .isEmpty());
            return fits
                    ? Stream.empty()
                    : Stream.of("order " + order + ": " + one.manner() + ", request " + request.id() + " was answered "
                            + answered(one, request) + ", and made " + ids(made));
        });
        Stream<String> unrequested = refunds(order)
                .filter(RefundJudge::ours)
                .filter(entry -> one.requests().stream()
                        .noneMatch(request -> isFor(request).test(entry)))
                .map(entry -> "order " + order + ": no request for " + ids(List.of(entry)));
        return Stream.concat(each, unrequested);
    }

    private static String answered(RefundPlan one, RefundPlan.RefundRequest request) {
        return request.keys().stream()
                .map(key -> key + "=" + one.results().statuses(key(key)))
                .collect(Collectors.joining(", "));
    }

    private static List<String> ids(List<Journal.Entry> refunds) {
        return refunds.stream()
                .map(entry -> entry.part().orElseThrow().id() + " of " + entry.amount() + " " + entry.currency())
                .toList();
    }

    private Verdict shownInTheStore() {
        List<String> wrong = Stream.concat(
                        plans.stream().flatMap(each -> status(each.order().id())),
                        evidence.journal().refunds().stream().flatMap(this::recorded))
                .toList();
        long whole = evidence.orders().values().stream()
                .filter(row -> row.status().equals("wc-refunded"))
                .count();
        return new Verdict(
                "I3",
                "each refund is on record once; a full one shows in the store",
                wrong,
                whole + " orders refunded in full");
    }

    private Stream<String> status(long order) {
        boolean all =
                payments(order).stream().allMatch(payment -> evidence.journal().net(payment) == 0);
        String status = evidence.order(order).status();
        return status.equals("wc-refunded") == all
                ? Stream.empty()
                : Stream.of(
                        "order " + order + " is " + status + ", " + (all ? "all" : "not all") + " of it is refunded");
    }

    private Stream<String> recorded(Journal.Entry refund) {
        String id = refund.part().orElseThrow().id();
        long order = Long.parseLong(refund.order().orElseThrow());
        long lines = evidence.ledger(order).stream()
                .filter(line -> line.startsWith("refund:" + id + "#") && line.endsWith("=done"))
                .count();
        return lines == (refund.kind() == Journal.Kind.REFUNDED ? 1 : 0)
                ? Stream.empty()
                : Stream.of("order " + order + ": " + refund.kind() + " " + id + " is on record " + lines + " times");
    }

    private Set<String> payments(long order) {
        return evidence.journal().entries().stream()
                .filter(entry -> entry.kind() == Journal.Kind.CAPTURED)
                .filter(isOf(order))
                .map(Journal.Entry::intent)
                .collect(Collectors.toSet());
    }

    private Stream<Journal.Entry> refunds(long order) {
        return evidence.journal().refunds().stream().filter(isOf(order)).filter(entry -> STANDS.contains(entry.kind()));
    }

    private static Predicate<Journal.Entry> isOf(long order) {
        return entry -> entry.order().filter(Long.toString(order)::equals).isPresent();
    }

    private static Predicate<Journal.Entry> of(String payment) {
        return entry -> entry.intent().equals(payment);
    }

    private static Predicate<Journal.Entry> isFor(RefundPlan.RefundRequest request) {
        return entry -> Long.toString(request.id())
                .equals(entry.part().orElseThrow().metadata().get("payonce_store_refund"));
    }

    /** Returns true for a refund that a rule decided, without a request. */
    static boolean onItsOwn(Journal.Entry refund) {
        return ours(refund) && !refund.part().orElseThrow().metadata().containsKey("payonce_store_refund");
    }

    private static boolean ours(Journal.Entry refund) {
        return refund.part().orElseThrow().metadata().containsKey("payonce_operation");
    }

    private static String key(String key) {
        return StoreStaff.KEY + key;
    }
}
