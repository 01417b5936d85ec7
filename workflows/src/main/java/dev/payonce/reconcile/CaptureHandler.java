package dev.payonce.reconcile;

import dev.payonce.gateway.Operation;
import dev.payonce.ledger.Fact;
import dev.payonce.ledger.Standing;
import dev.payonce.money.Money;
import dev.payonce.payment.Stage;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;

/** The handler of capture requests: in full, in part, several times. */
record CaptureHandler(Draft draft, ResultRules results) {

    PaymentResult result(Request.Capture asked) {
        if (draft.standing().kind() == Standing.Kind.PAID) {
            return PaymentResult.refused("already_paid");
        }
        // One after another: what this one takes depends on what that one took.
        boolean underWay = draft.operations().open().findAny().isPresent();
        if (underWay || !RefreshSchedule.everyoneWasSeen(draft, "")) {
            return PaymentResult.observing();
        }
        return draft.ledger().lastObserved().values().stream()
                .filter(known -> known.stage() == Stage.AUTHORIZED && known.operation() > 0)
                .findFirst()
                .map(known -> capture(asked, known))
                .orElseGet(() -> PaymentResult.refused("nothing_authorized"));
    }

    private PaymentResult capture(Request.Capture asked, Fact.PaymentObserved authorized) {
        long taken = draft.operations()
                .captured(authorized.payment())
                .map(Money::minor)
                .orElse(0L);
        long left = authorized.amount().minor() - taken;
        long minor = asked.minor().orElse(left);
        if (minor <= 0 || minor > left) {
            return PaymentResult.refused("amount_not_authorized");
        }
        if (draft.wild()) {
            return PaymentResult.refused("too_many_attempts");
        }
        boolean last = asked.last() || minor == left;
        Operation capture = draft.open(
                authorized.gateway(),
                Policy.MOVE_WITHIN,
                header -> new Operation.Capture(
                        header,
                        authorized.payment(),
                        new Money(minor, authorized.amount().currency()),
                        last));
        return results.of(capture.number());
    }
}
