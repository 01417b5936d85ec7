package dev.payonce.payment;

import dev.payonce.payment.Answer.State;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Answers what was asked for, and opens the operations that it takes. One operation at a time moves an order's money. */
final class Requests {

    private final Draft draft;
    private final List<Payment> ours;
    private final List<Payment> current;
    private final Observation seen;
    private final Answers answers;

    /** @param current those of ours that were not overtaken by what was seen since */
    Requests(Draft draft, List<Payment> ours, List<Payment> current, Observation seen) {
        this.draft = draft;
        this.ours = ours;
        this.current = current;
        this.seen = seen;
        this.answers = new Answers(draft, ours);
    }

    /** All of these, and earlier ones of this order that were not answered for good. */
    void settle(List<Request> requests) {
        requests.stream()
                .sorted(Comparator.comparing(Request.Look.class::isInstance)) // They tell what the others came to.
                .forEach(request -> draft.answers.put(request.key(), answer(request)));
        draft.ledger.requests().stream()
                .filter(known -> known.order() == draft.order.id().number() && known.operation() > 0)
                .filter(known -> known.answer().isEmpty() && !draft.answers.containsKey(known.key()))
                .forEach(known -> draft.answers.put(known.key(), answers.of(known.operation())));
    }

    private Answer answer(Request request) {
        Optional<Remembered> before = draft.ledger.request(request.key());
        if (before.filter(known -> differs(known, request)).isPresent()) {
            return Answer.of(State.MISMATCH, "other_parameters");
        }
        return before.flatMap(known -> known.answer().or(() -> underWay(known))).orElseGet(() -> answerNew(request));
    }

    private boolean differs(Remembered known, Request request) {
        return known.order() != draft.order.id().number()
                || !known.fingerprint().equals(request.fingerprint(draft.order.id()));
    }

    private Optional<Answer> underWay(Remembered known) {
        return known.operation() == 0
                ? Optional.empty()
                : Optional.of(answers.looked(known.operation(), seen.looked()));
    }

    private Answer answerNew(Request request) {
        return switch (request) {
            case Request.Pay pay -> new Charging(draft, ours, seen, answers).answer(pay);
            case Request.Capture capture -> new Capturing(draft, seen, answers).answer(capture);
            case Request.Cancel _ -> new Cancelling(draft, ours, seen, answers).answer();
            case Request.Refund refund -> new Refunding(draft, current, seen.looked(), answers).answer(refund);
            case Request.Look(var _, var gateway) -> look(gateway);
        };
    }

    private Answer look(String gateway) {
        return Looks.everyoneWasSeen(draft, gateway, seen.looked()) ? answers.now() : Answer.working(0);
    }
}
