package dev.payonce.sandbox.demo;

import dev.payonce.sandbox.stripe.state.Journal;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what went back with what was wished, and with what was taken. It believes the journal and nobody else. */
final class MoneyBack {

    private static final Set<Journal.Kind> STANDS = Set.of(Journal.Kind.REFUND_PENDING, Journal.Kind.REFUNDED);

    private final List<Checkout> checkouts;
    private final List<GivenBack> wished;
    private final Evidence evidence;

    MoneyBack(List<Checkout> checkouts, List<GivenBack> wished, Evidence evidence) {
        this.checkouts = checkouts;
        this.wished = wished;
        this.evidence = evidence;
    }

    List<Verdict> verdicts() {
        return List.of(twiceGoesBackOnce(), oneWishOneRefund(), shownInTheStore());
    }

    private Verdict twiceGoesBackOnce() {
        List<Checkout> twice = checkouts.stream()
                .filter(each -> payments(each.order().id()).size() > 1)
                .toList();
        List<String> wrong =
                twice.stream().flatMap(each -> extras(each.order().id())).toList();
        return new Verdict("I1", "what was paid twice goes back once", wrong, twice.size() + " orders were paid twice");
    }

    private Stream<String> extras(long order) {
        List<String> gone = payments(order).stream()
                .filter(payment -> evidence.journal().net(payment) == 0)
                .toList();
        if (gone.size() != payments(order).size() - 1) {
            return Stream.of(
                    "order " + order + " was paid by " + payments(order) + ", of which " + gone + " went back");
        }
        return gone.stream()
                .filter(payment -> refunds(order).filter(of(payment)).count() != 1)
                .map(payment -> "order " + order + ": " + payment + " went back in several refunds");
    }

    private Verdict oneWishOneRefund() {
        List<String> wrong = wished.stream().flatMap(this::unlike).toList();
        List<String> tooMuch = evidence.journal().refunds().stream()
                .map(Journal.Entry::intent)
                .distinct()
                .filter(payment -> evidence.journal().refunded(payment)
                        > evidence.journal().captured(payment))
                .map(payment -> payment + " gave back more than was taken")
                .toList();
        long made = wished.stream().flatMap(each -> refunds(each.order().id())).count();
        return new Verdict(
                "I3",
                "one wish, one refund, never more than was taken",
                Stream.concat(wrong.stream(), tooMuch.stream()).toList(),
                wished.size() + " orders, "
                        + wished.stream().mapToInt(each -> each.wishes().size()).sum()
                        + " wishes, " + made + " refunds");
    }

    /** Each wish was answered in one way, and what was answered is what happened; nothing else did. */
    private Stream<String> unlike(GivenBack one) {
        long order = one.order().id();
        Stream<String> each = one.wishes().stream().flatMap(wish -> {
            long yes = wish.keys().stream()
                    .filter(key -> one.results().is(key(key), "refunded"))
                    .count();
            List<Journal.Entry> made = refunds(order).filter(isFor(wish)).toList();
            boolean fits = made.size() == (yes > 0 ? 1 : 0)
                    && (yes == 0 || yes == wish.keys().size())
                    && made.stream()
                            .allMatch(entry -> wish.minor()
                                    .filter(minor -> minor != entry.amount())
                                    .isEmpty());
            return fits
                    ? Stream.empty()
                    : Stream.of("order " + order + ": " + one.manner() + ", wish " + wish.id() + " was answered "
                            + answered(one, wish) + ", and made " + ids(made));
        });
        Stream<String> unwished = refunds(order)
                .filter(MoneyBack::ours)
                .filter(entry ->
                        one.wishes().stream().noneMatch(wish -> isFor(wish).test(entry)))
                .map(entry -> "order " + order + ": nobody wished for " + ids(List.of(entry)));
        return Stream.concat(each, unwished);
    }

    private static String answered(GivenBack one, GivenBack.Wish wish) {
        return wish.keys().stream()
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
                        wished.stream().flatMap(each -> status(each.order().id())),
                        evidence.journal().refunds().stream().flatMap(this::recorded))
                .toList();
        long whole = evidence.orders().values().stream()
                .filter(row -> row.status().equals("wc-refunded"))
                .count();
        return new Verdict(
                "I3", "each refund is on record once, all of them is refunded", wrong, whole + " orders refunded");
    }

    private Stream<String> status(long order) {
        boolean all =
                payments(order).stream().allMatch(payment -> evidence.journal().net(payment) == 0);
        String status = evidence.order(order).status();
        return status.equals("wc-refunded") == all
                ? Stream.empty()
                : Stream.of("order " + order + " is " + status + ", " + (all ? "all" : "not all") + " went back");
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

    private static Predicate<Journal.Entry> isFor(GivenBack.Wish wish) {
        return entry -> Long.toString(wish.id())
                .equals(entry.part().orElseThrow().metadata().get("payonce_store_refund"));
    }

    /** By a rule of Payonce's, without anybody's wish. */
    static boolean onItsOwn(Journal.Entry refund) {
        return ours(refund) && !refund.part().orElseThrow().metadata().containsKey("payonce_store_refund");
    }

    private static boolean ours(Journal.Entry refund) {
        return refund.part().orElseThrow().metadata().containsKey("payonce_operation");
    }

    private static String key(String key) {
        return Clerks.KEY + key;
    }
}
