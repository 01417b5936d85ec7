package dev.payonce.payment;

import dev.payonce.order.Fingerprint;
import dev.payonce.order.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Turns what only a person may decide into one question, and closes questions whose facts are no longer so. */
final class Questions {

    private Questions() {}

    /** The questions that were asked and not closed since, oldest first. */
    static List<Question> open(Ledger ledger) {
        Map<Integer, Question> open = new TreeMap<>();
        ledger.entries().forEach(line -> {
            switch (line.fact()) {
                case Fact.Asked asked -> open.put(asked.question().number(), asked.question());
                case Fact.Closed closed -> open.remove(closed.question());
                case Fact.Sighted _,
                        Fact.Unfound _,
                        Fact.Paid _,
                        Fact.Moved _,
                        Fact.Returned _,
                        Fact.Opened _,
                        Fact.Resolved _,
                        Fact.Decided _ -> {}
            }
        });
        return List.copyOf(open.values());
    }

    /** What is to be asked now; written down, and every other open question closed. */
    static Optional<Question> settle(Draft draft) {
        List<Question> open = open(draft.ledger);
        Optional<Question> now = draft.concerns.isEmpty() ? Optional.empty() : question(draft);
        now.ifPresent(question -> draft.write("question:" + question.number(), new Fact.Asked(question)));
        open.stream()
                .filter(question -> now.stream().noneMatch(asked -> asked.number() == question.number()))
                .forEach(question ->
                        draft.write("question:" + question.number() + "=closed", new Fact.Closed(question.number())));
        return now;
    }

    /** Empty when an operator has decided about these very facts. */
    private static Optional<Question> question(Draft draft) {
        List<Draft.Concern> concerns = new ArrayList<>(draft.concerns);
        concerns.sort(Comparator.comparing(Draft.Concern::reason).thenComparing(Draft.Concern::facts));
        String facts = Fingerprint.of(concerns.stream()
                .map(concern -> concern.reason() + " " + concern.facts())
                .collect(Collectors.joining("\n")));
        Optional<Question> same = open(draft.written()).stream()
                .filter(asked -> asked.facts().equals(facts))
                .findFirst();
        if (Decisions.dismissed(draft, facts)) {
            return Optional.empty();
        }
        return same.or(() -> Optional.of(new Question(
                1 + (int) draft.ledger.facts(Fact.Asked.class).count(),
                facts,
                concerns.getFirst().reason(),
                about(concerns),
                concerns.stream().map(Draft.Concern::line).toList(),
                choices(concerns))));
    }

    private static List<Choice> choices(List<Draft.Concern> concerns) {
        List<Choice> choices = new ArrayList<>(List.of(new Choice.LookAgain()));
        concerns.stream()
                .map(Draft.Concern::captured)
                .filter(payment -> !payment.isEmpty())
                .distinct()
                .forEach(payment -> choices.add(new Choice.AcceptPaid(payment)));
        concerns.stream()
                .filter(Draft.Concern::surplus)
                .map(Draft.Concern::captured)
                .distinct()
                .forEach(payment -> choices.add(new Choice.RefundExtra(payment)));
        if (concerns.stream().anyMatch(concern -> concern.reason() == Question.Reason.OUTCOME_UNKNOWN)) {
            choices.add(new Choice.GiveUp());
        }
        choices.add(new Choice.Dismiss());
        return List.copyOf(choices);
    }

    private static List<Lookup> about(List<Draft.Concern> concerns) {
        Map<String, Names> byGateway = new TreeMap<>();
        concerns.forEach(concern ->
                byGateway.merge(concern.about().gateway(), concern.about().objects(), Names::and));
        return byGateway.entrySet().stream()
                .map(each -> new Lookup(each.getKey(), each.getValue()))
                .toList();
    }
}
