package dev.payonce.payment;

import static dev.payonce.payment.Laws.law;

import dev.payonce.payment.Operation.Refund.Cause;
import dev.payonce.payment.Payment.Return;
import dev.payonce.payment.Policy.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold of money that goes back, said without the rules' own code: from what the {@link Bank} did with it. */
final class RefundLaws {

    final List<Operation.Refund> opened = new ArrayList<>();
    private final Map<String, Request> asked = new LinkedHashMap<>();
    private final Map<String, Set<Integer>> overBefore = new HashMap<>();
    private final Set<Integer> done = new HashSet<>();
    private final Given given;
    private final Bank bank;
    private final RestLaws rest;
    private boolean someGivenUp;

    /** What the merchant wants now. */
    Terms terms;

    RefundLaws(Given given, Bank bank, Terms terms) {
        this.given = given;
        this.bank = bank;
        this.rest = new RestLaws(given, bank);
        this.terms = terms;
    }

    /** The same key always asks for the same. */
    Request asks(Request request) {
        if (asked.putIfAbsent(request.key(), request) == null) {
            overBefore.put(request.key(), over());
        }
        return asked.get(request.key());
    }

    void decides(Choice choice) {
        someGivenUp |= choice instanceof Choice.GiveUp;
    }

    /** Operations that gave nothing back, as everybody knows by now. */
    private Set<Integer> over() {
        Set<Integer> over = new HashSet<>();
        for (Entry line : given.ledger()) {
            switch (line.fact()) {
                case Fact.Resolved last -> {
                    boolean made = last.how() == Fact.How.DONE || last.how() == Fact.How.UNKNOWN;
                    var _ = made ? over.remove(last.operation()) : over.add(last.operation());
                }
                case Fact.Returned(var _, var _, var back)
                when back.state() == Return.State.FAILED -> back.operation().ifPresent(over::add);
                case Fact.Returned(var _, var _, var back) -> back.operation().ifPresent(over::remove);
                default -> {}
            }
        }
        return over;
    }

    /** Each new operation is right for what the gateway would show at this moment. */
    void watch(List<Entry> added) {
        for (Entry line : added) {
            if (line.fact() instanceof Fact.Opened(Operation.Refund refund)) {
                right(refund);
                opened.add(refund);
            }
            if (line.fact() instanceof Fact.Paid paid) {
                law(
                        opened.stream()
                                .noneMatch(refund -> refund.payment().equals(paid.payment()) && mayGoBack(refund)),
                        "what is on its way back pays nothing");
            }
        }
    }

    private void right(Operation.Refund refund) {
        Payment payment = bank.payment(refund.payment());
        long underWay = opened.stream()
                .filter(other -> other.payment().equals(refund.payment()) && mayGoBack(other))
                .mapToLong(other -> other.money().minor())
                .sum();
        law(
                refund.money().isPositive()
                        && refund.money().minor() <= payment.net().minor() - underWay,
                "no more is asked for than is left, less what is under way: " + refund);
        law(underWay == 0, "one refund of a payment after another: " + refund);
        law(!payment.disputed(), "nothing goes back that is disputed: " + refund);
        law(opened.stream().noneMatch(other -> other.number() == refund.number()), "a number is used once");
        if (refund.cause() != Cause.WISH) {
            law(
                    !rest.paid(payment),
                    "nobody but a person who wishes gives back what the order was paid with: " + refund);
        }
        if (refund.cause().automatic()) {
            law(payment.tag().isPresent(), "a rule moves only our own money");
            long tries = opened.stream()
                    .filter(other -> other.payment().equals(payment.id()))
                    .count();
            law(tries < Policy.REFUNDS, "a rule does not try for ever");
            law(
                    opened.stream().filter(other -> other.cause().automatic()).count() < terms.refundsPerHour()
                            || hoursPassed(),
                    "so many an hour and no more");
            law(
                    rest.dismissed(payment.id()).stream()
                            .noneMatch(question -> question.choices().contains(new Choice.RefundExtra(payment.id()))),
                    "what a person decided stays decided");
        }
        if (refund.cause() == Cause.EXTRA) {
            law(terms.extraPayment() == Policy.ExtraPayment.REFUND, "only where the merchant wants it");
            law(
                    bank.all().stream()
                            .filter(other -> !other.id().equals(payment.id()))
                            .anyMatch(other -> other.captured().isPositive()
                                    && other.net().equals(other.captured())
                                    && !other.disputed()),
                    "while another payment is whole");
        }
    }

    private boolean hoursPassed() {
        return opened.stream()
                .filter(other -> other.cause().automatic())
                .anyMatch(other -> other.ticket().at().isBefore(given.now().minus(Duration.ofHours(1))));
    }

    /** By what is known of it: not done, not turned down, not proven absent. */
    private boolean mayGoBack(Operation.Refund refund) {
        return operations().number(refund.number()).orElseThrow().open();
    }

    /** After each run of the workflow. */
    void check(Map<String, Answer> finals) {
        for (Payment payment : bank.all()) {
            long back = payment.returns().stream()
                    .filter(each -> each.kind() == Return.Kind.REFUND && each.counts())
                    .mapToLong(each -> each.money().minor())
                    .sum();
            law(back <= payment.captured().minor(), "no more goes back than came in");
        }
        wishes(finals);
        noteDone();
        finals.forEach((key, answer) -> {
            boolean refund = asked.get(key) instanceof Request.Refund && answer.operation() > 0;
            law(
                    !refund
                            || operations()
                                    .number(answer.operation())
                                    .filter(Operations.Known::inDoubt)
                                    .isEmpty(),
                    "an unknown refund has no final answer: " + key);
            boolean made = bank.all().stream()
                    .flatMap(payment -> payment.returns().stream())
                    .anyMatch(back -> back.operation()
                            .filter(number -> number == answer.operation())
                            .isPresent());
            law(
                    !refund || !made || !answer.code().equals("not_carried_out") || bank.tooLate > 0 || someGivenUp,
                    "what was made is not answered as if it never arrived: " + key);
            law(
                    !refund || !overBefore.get(key).contains(answer.operation()),
                    "a new wish is not answered by what had come to nothing before: " + key);
            law(
                    answer.state() != Answer.State.REFUNDED || done.contains(answer.operation()),
                    "answered refunded only when it was done: " + key);
        });
    }

    /** Unless a person gave one up that came after all. */
    private void wishes(Map<String, Answer> finals) {
        Map<Long, Long> made = bank.all().stream()
                .flatMap(payment -> payment.returns().stream())
                .filter(Return::counts)
                .flatMap(back -> back.storeRefund().stream())
                .collect(Collectors.groupingBy(wish -> wish, Collectors.counting()));
        made.forEach(
                (wish, times) -> law(times == 1 || someGivenUp || bank.tooLate > 0, "one wish, one refund: " + wish));
        Map<Integer, String> keys = new HashMap<>();
        finals.forEach((key, answer) -> {
            if (answer.operation() > 0
                    && asked.get(key) instanceof Request.Refund refund
                    && refund.storeRefund() == 0) {
                law(keys.put(answer.operation(), key) == null, "each wish has a refund of its own");
            }
        });
        law(
                opened.stream().filter(refund -> refund.cause() == Cause.WISH).count()
                        <= asked.values().stream()
                                .filter(Request.Refund.class::isInstance)
                                .count(),
                "no refund without a wish");
    }

    private void noteDone() {
        bank.all().stream()
                .flatMap(payment -> payment.returns().stream())
                .filter(back -> back.state() == Return.State.DONE)
                .forEach(back -> back.operation().ifPresent(done::add));
    }

    @Override
    public String toString() {
        return asked.toString();
    }

    private Operations operations() {
        return Operations.of(new Ledger(given.ledger(), Map.of(), List.of()));
    }
}
