package dev.payonce.payment;

import dev.payonce.money.Money;
import dev.payonce.payment.Payment.Stage;
import java.util.Optional;

/** Takes authorized money when somebody asks for it: in full, in part, several times. */
final class Capturing {

    private final Draft draft;
    private final Observation seen;
    private final Answers answers;

    Capturing(Draft draft, Observation seen, Answers answers) {
        this.draft = draft;
        this.seen = seen;
        this.answers = answers;
    }

    Answer answer(Request.Capture asked) {
        if (draft.payer().known()) {
            return Answer.refused("already_paid");
        }
        Optional<Operations.Known> open =
                draft.operations().all().stream().filter(Operations.Known::open).findFirst();
        if (open.isPresent()) {
            return Answer.working(0); // One after another: what this one takes depends on what that one took.
        }
        if (!Looks.everyoneWasSeen(draft, "", seen.looked())) {
            return Answer.working(0);
        }
        return Sightings.last(draft.written()).values().stream()
                .filter(known -> known.stage() == Stage.AUTHORIZED && known.operation() > 0)
                .findFirst()
                .map(known -> capture(asked, known))
                .orElseGet(() -> Answer.refused("nothing_authorized"));
    }

    private Answer capture(Request.Capture asked, Fact.Sighted authorized) {
        long taken = draft.operations()
                .captures(authorized.payment())
                .filter(Operations.Known::counts)
                .mapToLong(
                        known -> ((Operation.Capture) known.operation()).money().minor())
                .sum();
        long left = authorized.amount().minor() - taken;
        long minor = asked.minor().orElse(left);
        if (minor <= 0 || minor > left) {
            return Answer.refused("amount_not_authorized");
        }
        if (draft.wild()) {
            return Answer.refused("too_many_attempts");
        }
        boolean last = asked.last() || minor == left;
        Operation capture = draft.open(
                authorized.gateway(),
                Policy.MOVE_WITHIN,
                ticket -> new Operation.Capture(
                        ticket,
                        authorized.payment(),
                        new Money(minor, authorized.amount().currency()),
                        last));
        return answers.of(capture.number());
    }
}
