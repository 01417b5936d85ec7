package dev.payonce.reconcile.property;

import static dev.payonce.reconcile.property.LedgerInvariants.facts;
import static dev.payonce.reconcile.property.LedgerInvariants.law;

import dev.payonce.gateway.Operation;
import dev.payonce.gateway.Operation.Refund.Cause;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Ledger;
import dev.payonce.ledger.OperationStatus;
import dev.payonce.ledger.Operations;
import dev.payonce.payment.Payment;
import dev.payonce.payment.Reversal;
import dev.payonce.reconcile.Given;
import dev.payonce.reconcile.Policy;
import dev.payonce.reconcile.Policy.Terms;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The invariants of refunds, without the rules' own code: from what the {@code SimulatedGateway} did with them. */
final class RefundInvariants {

    final List<Operation.Refund> opened = new ArrayList<>();
    private final Map<String, Request> asked = new LinkedHashMap<>();
    private final Map<String, Set<Integer>> overBefore = new HashMap<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<String> judged = new HashSet<>();
    private final Set<Integer> done = new HashSet<>();
    private final Given given;
    private final SimulatedGateway bank;
    private final RestInvariants rest;
    private boolean someGivenUp;

    /** The merchant's present policy. */
    Terms terms;

    RefundInvariants(Given given, SimulatedGateway bank, Terms terms) {
        this.given = given;
        this.bank = bank;
        this.rest = new RestInvariants(given, bank);
        this.terms = terms;
    }

    /** Verifies that the same key always has the same request. */
    Request asks(Request request) {
        if (asked.putIfAbsent(request.key(), request) == null) {
            overBefore.put(request.key(), over());
        }
        return asked.get(request.key());
    }

    void decides(ReviewAction action) {
        someGivenUp |= action instanceof ReviewAction.GiveUp;
    }

    /** Operations that gave nothing back, as the gateway has shown by now. */
    private Set<Integer> over() {
        Set<Integer> over = new HashSet<>();
        for (Entry line : given.ledger()) {
            switch (line.fact()) {
                case Fact.OperationResolved last -> {
                    boolean made = last.status() == OperationStatus.DONE || last.status() == OperationStatus.UNKNOWN;
                    var _ = made ? over.remove(last.operation()) : over.add(last.operation());
                }
                case Fact.ReversalObserved(var _, var _, var reversal)
                when reversal.state() == Reversal.State.FAILED ->
                    reversal.operation().ifPresent(over::add);
                case Fact.ReversalObserved(var _, var _, var reversal) ->
                    reversal.operation().ifPresent(over::remove);
                default -> {}
            }
        }
        return over;
    }

    /**
     * Verifies that each new operation is right for what the gateway would show at this moment, and so is each refusal.
     */
    void watch(List<Entry> added, Map<String, PaymentResult> results) {
        LedgerInvariants.reviews(added, given.ledger());
        for (Entry line : added) {
            switch (line.fact()) {
                case Fact.OperationCreated(Operation.Refund refund) -> {
                    right(refund);
                    opened.add(refund);
                }
                case Fact.ReviewOpened(Review review) -> review.lines().forEach(this::told);
                case Fact.Paid paid ->
                    law(
                            opened.stream()
                                    .noneMatch(refund -> refund.payment().equals(paid.payment()) && mayGoBack(refund)),
                            "what is on its way back pays nothing");
                default -> {}
            }
        }
        results.forEach((key, result) -> {
            if (!result.isFinal() || !answered.add(key)) {
                return;
            }
            LedgerInvariants.answered(result, given.order(), given.ledger());
            if (result.code().equals("nothing_captured")) {
                boolean mayTake = operations().charges().anyMatch(charge -> charge.open() && !opens(added, charge));
                law(
                        given.order().paid().isEmpty() && !mayTake,
                        "nothing to give back is only where nothing was taken, or is about to be: " + key);
            }
        });
    }

    private static boolean opens(List<Entry> added, Operations.Known operation) {
        return added.stream().anyMatch(line -> line.fact().equals(new Fact.OperationCreated(operation.operation())));
    }

    private boolean closed() {
        return switch (given.status()) {
            case FAILED, ON_HOLD, CANCELLED, TRASH -> true;
            case PENDING, PROCESSING, COMPLETED, REFUNDED, OTHER -> false;
        };
    }

    private void right(Operation.Refund refund) {
        Payment payment = bank.payment(refund.payment());
        long underWay = underWay(payment);
        law(
                refund.money().isPositive()
                        && refund.money().minor() <= payment.net().minor() - underWay,
                "no more is asked for than is left, less what is under way: " + refund);
        law(underWay == 0, "one refund of a payment after another: " + refund);
        law(!payment.disputed(), "nothing goes back that is disputed: " + refund);
        law(opened.stream().noneMatch(other -> other.number() == refund.number()), "a number is used once");
        if (refund.cause() != Cause.REQUEST) {
            law(
                    !rest.paid(payment) || (refund.cause() == Cause.DECIDED && closed()),
                    "only a request, or a decision about a closed order, refunds what the order was paid with: "
                            + refund);
        }
        if (refund.cause().automatic()) {
            law(payment.tag().isPresent(), "a rule moves only our own money");
            long tries = opened.stream()
                    .filter(other -> other.payment().equals(payment.id()))
                    .count();
            law(tries < Policy.REFUNDS, "a rule does not try for ever");
            List<Operation.Refund> automatic =
                    opened.stream().filter(other -> other.cause().automatic()).toList();
            boolean hoursPassed = automatic.stream()
                    .anyMatch(other -> !other.header().at().isAfter(given.now().minus(Duration.ofHours(1))));
            law(automatic.size() < terms.refundsPerHour() || hoursPassed, "at most the limit in an hour");
            law(
                    rest.dismissed(payment.id()).stream()
                            .noneMatch(review ->
                                    review.actions().contains(new ReviewAction.RefundDuplicate(payment.id()))),
                    "what a person decided stays decided");
        }
        if (refund.cause() == Cause.DUPLICATE) {
            law(terms.duplicatePayment() == Policy.DuplicatePayment.REFUND, "only where the merchant wants it");
            law(payersWhole(), "while all that the order was paid with is there");
        }
    }

    /** Verifies that an operator gets a duplicate payment just where a rule might refund it, if it were allowed to. */
    private void told(String line) {
        if (!line.contains("another payment has paid the order")) {
            return;
        }
        Payment duplicate = bank.payment(line.substring(0, line.indexOf(' ')));
        boolean may = duplicate.tag().isPresent() && !duplicate.disputed() && payersWhole();
        law(line.endsWith(": refund it") == may, "what is too much, and only that, is said to be: " + line);
    }

    /** Reports whether the payments that paid the order and still hold money hold all of it, undisputed. */
    private boolean payersWhole() {
        List<Payment> payers = facts(given.ledger(), Fact.Paid.class)
                .map(paid -> bank.payment(paid.payment()))
                .toList();
        List<Payment> held =
                payers.stream().filter(payer -> payer.net().isPositive()).toList();
        return (payers.isEmpty() || !held.isEmpty())
                && held.stream()
                        .allMatch(payer ->
                                payer.net().equals(payer.captured()) && !payer.disputed() && underWay(payer) == 0);
    }

    private long underWay(Payment payment) {
        return opened.stream()
                .filter(refund -> refund.payment().equals(payment.id()) && mayGoBack(refund))
                .mapToLong(refund -> refund.money().minor())
                .sum();
    }

    /** Reports by what is known of it whether it may still refund: not done, not declined, not proven absent. */
    private boolean mayGoBack(Operation.Refund refund) {
        return operations().number(refund.number()).orElseThrow().open();
    }

    /** Verifies the end of each run of the workflow. */
    void check(Map<String, PaymentResult> finals) {
        for (Payment payment : bank.all()) {
            long back = payment.reversals().stream()
                    .filter(each -> each.kind() == Reversal.Kind.REFUND && each.counts())
                    .mapToLong(each -> each.money().minor())
                    .sum();
            law(back <= payment.captured().minor(), "no more goes back than came in");
        }
        requests(finals);
        Operations operations = operations();
        Map<Integer, Reversal> made = refunds();
        made.forEach((number, reversal) -> {
            if (reversal.state() == Reversal.State.DONE) {
                done.add(number);
            }
        });
        finals.forEach((key, result) -> {
            if (asked.get(key) instanceof Request.Refund && result.operation() > 0) {
                law(
                        operations
                                .number(result.operation())
                                .filter(Operations.Known::unknown)
                                .isEmpty(),
                        "an unknown refund has no final answer: " + key);
                law(
                        !made.containsKey(result.operation())
                                || !result.code().equals("not_carried_out")
                                || bank.tooLate > 0
                                || someGivenUp,
                        "what was made is not answered as if it never arrived: " + key);
                law(
                        !judged.add(key)
                                || !overBefore.get(key).contains(result.operation())
                                || cameAfterAll(made.get(result.operation())),
                        "a new request is not answered by what had come to nothing before: " + key);
            }
            law(
                    !result.is(PaymentResult.State.REFUNDED) || done.contains(result.operation()),
                    "answered refunded only when it was done: " + key);
        });
    }

    /** Reports whether the gateway carried out what an operator gave up; it is that request's refund then. */
    private static boolean cameAfterAll(@Nullable Reversal made) {
        return made != null && made.counts();
    }

    /** Verifies the requests, unless an operator gave up one that came after all. */
    private void requests(Map<String, PaymentResult> finals) {
        Map<Long, Long> made = bank.all().stream()
                .flatMap(payment -> payment.reversals().stream())
                .filter(Reversal::counts)
                .flatMap(reversal -> reversal.storeRefund().stream())
                .collect(Collectors.groupingBy(refund -> refund, Collectors.counting()));
        made.forEach((request, times) ->
                law(times == 1 || someGivenUp || bank.tooLate > 0, "one request, one refund: " + request));
        Map<Integer, String> keys = new HashMap<>();
        finals.forEach((key, result) -> {
            if (result.operation() > 0
                    && asked.get(key) instanceof Request.Refund refund
                    && refund.storeRefund() == 0) {
                law(keys.put(result.operation(), key) == null, "each request has a refund of its own");
            }
        });
        long requests =
                asked.values().stream().filter(Request.Refund.class::isInstance).count();
        law(
                opened.stream().filter(it -> it.cause() == Cause.REQUEST).count() <= requests,
                "no refund without a request");
    }

    /** Returns our refunds by the number of the operation, as the gateway shows them. */
    private Map<Integer, Reversal> refunds() {
        Map<Integer, Reversal> ours = new HashMap<>();
        bank.all().stream()
                .flatMap(payment -> payment.reversals().stream())
                .forEach(reversal -> reversal.operation().ifPresent(number -> ours.put(number, reversal)));
        return ours;
    }

    @Override
    public String toString() {
        return asked.toString();
    }

    private Operations operations() {
        return Ledger.of(given.ledger()).operations();
    }
}
