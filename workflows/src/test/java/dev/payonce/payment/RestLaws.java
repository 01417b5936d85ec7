package dev.payonce.payment;

import static dev.payonce.payment.Laws.law;

import dev.payonce.payment.Operation.Refund.Cause;
import dev.payonce.payment.Payment.Return;
import dev.payonce.payment.Payment.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** No money rests in silence: what the order does not need is given back, on its way, asked about, or was decided. */
final class RestLaws {

    private final Given given;
    private final Bank bank;

    RestLaws(Given given, Bank bank) {
        this.given = given;
        this.bank = bank;
    }

    /** What a rule or a person wanted back, and did not come, is not forgotten. */
    void nothingIsForgotten(List<Operation.Refund> opened) {
        if (given.question().isPresent()) {
            return;
        }
        Map<String, Operation.Refund> last = new HashMap<>();
        opened.stream()
                .filter(refund -> refund.cause() != Cause.WISH)
                .forEach(refund -> last.put(refund.payment(), refund));
        for (Operation.Refund refund : last.values()) {
            Payment payment = bank.payment(refund.payment());
            boolean inVain = operations()
                    .number(refund.number())
                    .filter(known -> !known.counts())
                    .isPresent();
            law(
                    !inVain
                            || paid(payment)
                            || !remembered(payment)
                            || !payment.holdsMoney()
                            || !dismissed(payment.id()).isEmpty(),
                    "what did not go back does not rest in silence: " + refund);
        }
    }

    /** When everything that had to be seen was seen. */
    void atRest(boolean everybodyIsAnswered) {
        boolean asking = given.question().isPresent();
        law(everybodyIsAnswered, "everybody is answered");
        law(
                asking
                        || dismissed().findAny().isPresent()
                        || operations().all().stream().noneMatch(Operations.Known::open),
                "no operation is forgotten");
        law(remembered(), "every return is on record as it is");
        for (Payment payment : bank.all()) {
            boolean dismissed = !dismissed(payment.id()).isEmpty();
            law(
                    paid(payment) || !payment.holdsMoney() || asking || dismissed,
                    "no money rests in silence: " + payment.id());
            law(
                    !payment.overdrawn() || !payment.disputed() || asking || dismissed,
                    "what was refunded and is disputed is asked about: " + payment.id());
        }
    }

    /** Whether the ledger knows the last state of everything that went back. */
    boolean remembered() {
        return bank.all().stream()
                .filter(payment -> payment.stage() == Stage.CAPTURED)
                .allMatch(this::remembered);
    }

    private boolean remembered(Payment payment) {
        Map<String, Return.State> last = new HashMap<>();
        given.ledger().forEach(line -> {
            if (line.fact() instanceof Fact.Returned(var _, var _, var back)) {
                Return.State before = last.put(back.id(), back.state());
                law(before != back.state(), "each state is recorded once");
            }
        });
        return payment.returns().stream().allMatch(back -> last.get(back.id()) == back.state());
    }

    /** Questions about this payment that a person closed without giving it back. */
    List<Question> dismissed(String payment) {
        return dismissed()
                .filter(question -> question.objects().contains(payment))
                .toList();
    }

    private Stream<Question> dismissed() {
        List<Integer> decided = given.ledger().stream()
                .filter(line -> line.fact() instanceof Fact.Decided(var decision)
                        && (decision.choice() instanceof Choice.Dismiss
                                || decision.choice() instanceof Choice.AcceptPaid))
                .map(line -> ((Fact.Decided) line.fact()).decision().question())
                .toList();
        return given.ledger().stream()
                .filter(line -> line.fact() instanceof Fact.Asked)
                .map(line -> ((Fact.Asked) line.fact()).question())
                .filter(question -> decided.contains(question.number()));
    }

    /** Whether the order says that it was paid by this. */
    boolean paid(Payment payment) {
        return given.order()
                .paid()
                .filter(paid -> paid.names().contains(payment.id()))
                .isPresent();
    }

    Operations operations() {
        return Operations.of(new Ledger(given.ledger(), Map.of(), List.of()));
    }
}
