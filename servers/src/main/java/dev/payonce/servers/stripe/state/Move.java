package dev.payonce.servers.stripe.state;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A step of a payment: its next state, its effect on money, and its events.
 *
 * @param truth at most one entry, because one step does one thing to money
 * @param part the refund or the dispute that it is about
 * @param then what follows in the same moment, with the events that Stripe makes after these
 */
public record Move(Intent intent, List<Truth> truth, List<Emit> emits, Optional<String> part, Optional<Move> then) {

    public record Truth(Journal.Kind kind, long amount) {}

    /** An event to be sent; its subject is shown as it is after the step. */
    public record Emit(String type, Subject subject) {}

    public enum Subject {
        INTENT,
        CHARGE,
        REFUND,
        DISPUTE,
        /** The latest review of the latest charge. */
        FRAUD_REVIEW,
        /** The newest warning about the latest charge. */
        FRAUD_WARNING
    }

    static Move to(Intent intent) {
        return new Move(intent, List.of(), List.of(), Optional.empty(), Optional.empty());
    }

    Move with(Journal.Kind kind, long amount) {
        return new Move(intent, List.of(new Truth(kind, amount)), emits, part, then);
    }

    /** Names the part by its id. */
    Move about(String one) {
        return new Move(intent, truth, emits, Optional.of(one), then);
    }

    /** Adds a step that follows at once. */
    Move then(Move next) {
        return new Move(intent, truth, emits, part, Optional.of(next));
    }

    Move telling(String... types) {
        return new Move(
                intent,
                truth,
                Arrays.stream(types).map(type -> new Emit(type, subject(type))).toList(),
                part,
                then);
    }

    /** Returns the subject of an event by its name, but for one old name that speaks of a refund. */
    private static Subject subject(String type) {
        if (type.startsWith("charge.dispute.")) {
            return Subject.DISPUTE;
        }
        if (type.startsWith("refund.") || type.equals("charge.refund.updated")) {
            return Subject.REFUND;
        }
        if (type.startsWith("review.")) {
            return Subject.FRAUD_REVIEW;
        }
        if (type.startsWith("radar.early_fraud_warning.")) {
            return Subject.FRAUD_WARNING;
        }
        return type.startsWith("charge.") ? Subject.CHARGE : Subject.INTENT;
    }
}
