package dev.payonce.payment;

import dev.payonce.payment.Fact.How;
import java.util.List;

/** What operators decided about questions. Each closes exactly the question with these facts. */
final class Decisions {

    private Decisions() {}

    static void record(Draft draft, List<Decision> decisions, List<Payment> ours) {
        for (Decision decision : decisions) {
            Questions.open(draft.written()).stream()
                    .filter(question -> question.number() == decision.question())
                    .filter(question -> question.choices().contains(decision.choice()))
                    .findFirst()
                    .ifPresent(question -> record(draft, question, decision, ours));
        }
    }

    private static void record(Draft draft, Question question, Decision decision, List<Payment> ours) {
        String name = "decision:" + question.number();
        switch (decision.choice()) {
            case Choice.LookAgain() -> {
                draft.write(name + "=look", new Fact.Decided(decision)); // The look has come with it.
                return;
            }
            case Choice.AcceptPaid(var id) ->
                ours.stream()
                        .filter(payment -> payment.id().equals(id))
                        .forEach(payment -> Captures.accept(draft, payment));
            case Choice.RefundExtra(var id) ->
                ours.stream()
                        .filter(payment -> payment.id().equals(id))
                        .forEach(payment -> Surplus.decided(draft, payment));
            case Choice.GiveUp() ->
                draft.operations().all().stream()
                        .filter(Operations.Known::inDoubt)
                        .forEach(known -> draft.resolve(known, How.GIVEN_UP, decision.who(), true, ""));
            case Choice.Dismiss() -> {}
        }
        draft.write(name, new Fact.Decided(decision));
        draft.write("question:" + question.number() + "=closed", new Fact.Closed(question.number()));
    }

    /** True when an operator said that these facts need nothing more. */
    static boolean dismissed(Draft draft, String facts) {
        Ledger ledger = draft.written();
        List<Integer> decided = ledger.facts(Fact.Decided.class)
                .map(Fact.Decided::decision)
                .filter(decision -> switch (decision.choice()) {
                    case Choice.AcceptPaid _, Choice.GiveUp _, Choice.Dismiss _ -> true;
                    // Money that is still there afterwards is asked about again.
                    case Choice.RefundExtra _, Choice.LookAgain _ -> false;
                })
                .map(Decision::question)
                .toList();
        return ledger.facts(Fact.Asked.class)
                .map(Fact.Asked::question)
                .anyMatch(question -> question.facts().equals(facts) && decided.contains(question.number()));
    }
}
