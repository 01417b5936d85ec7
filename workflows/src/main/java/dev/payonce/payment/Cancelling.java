package dev.payonce.payment;

import dev.payonce.payment.Fact.How;
import java.util.List;
import java.util.Optional;

/** Voids what is authorized or open when somebody asks for it; a charge under way is waited for. */
final class Cancelling {

    private final Draft draft;
    private final List<Payment> ours;
    private final Observation seen;
    private final Answers answers;

    Cancelling(Draft draft, List<Payment> ours, Observation seen, Answers answers) {
        this.draft = draft;
        this.ours = ours;
        this.seen = seen;
        this.answers = answers;
    }

    Answer answer() {
        if (draft.payer().known()) {
            return Answer.refused("already_paid");
        }
        boolean underWay = draft.operations().all().stream()
                .anyMatch(known -> known.open() && !(known.operation() instanceof Operation.Void));
        if (underWay || !Looks.everyoneWasSeen(draft, "", seen.looked())) {
            return Answer.working(0);
        }
        if (ours.stream().anyMatch(Payment::holdsMoney)) {
            return Answer.refused("captured");
        }
        List<Payment> alive = ours.stream()
                .filter(payment -> payment.alive() && payment.tag().isPresent())
                .toList();
        return alive.stream()
                .map(this::voided)
                .reduce((first, _) -> first)
                .or(this::already)
                .orElseGet(() -> Answer.refused("nothing_to_cancel"));
    }

    private Answer voided(Payment payment) {
        draft.voiding(payment);
        return draft.operations()
                .voids(payment.id())
                .reduce((_, last) -> last)
                .map(answers::of)
                .orElseGet(() -> Answer.refused("cannot_cancel"));
    }

    /** Somebody else has asked for the same, and it is done. */
    private Optional<Answer> already() {
        return draft.operations().all().stream()
                .filter(known -> known.operation() instanceof Operation.Void && known.is(How.DONE))
                .reduce((_, last) -> last)
                .map(answers::of);
    }
}
