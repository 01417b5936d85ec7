package dev.payonce.review;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/** The result of an operator's decision. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DecisionResult.Applied.class, name = "applied"),
    @JsonSubTypes.Type(value = DecisionResult.Proposed.class, name = "proposed"),
    @JsonSubTypes.Type(value = DecisionResult.AlreadyDecided.class, name = "alreadyDecided"),
    @JsonSubTypes.Type(value = DecisionResult.NotOpen.class, name = "notOpen"),
    @JsonSubTypes.Type(value = DecisionResult.NotOffered.class, name = "notOffered"),
    @JsonSubTypes.Type(value = DecisionResult.NoEffect.class, name = "noEffect"),
    @JsonSubTypes.Type(value = DecisionResult.Kept.class, name = "kept")
})
public sealed interface DecisionResult {

    /** The decision is recorded. */
    record Applied() implements DecisionResult {}

    /**
     * The decision needs a second operator, who sends the same one. It is recorded as a proposal, and nothing was done.
     *
     * @param until the time at which the proposal is over
     */
    record Proposed(Instant until) implements DecisionResult {}

    /** The review was decided before; this decision changed nothing. */
    record AlreadyDecided(String who, ReviewAction action, Instant at) implements DecisionResult {}

    /** The result where no review of this number is open, and no decision closed it: its facts changed, or it never was. */
    record NotOpen() implements DecisionResult {}

    /** The open review does not offer this action. */
    record NotOffered(List<ReviewAction> actions) implements DecisionResult {

        public NotOffered {
            actions = List.copyOf(actions);
        }
    }

    /** The decision is recorded, and its action has no effect any more: the review stays open. */
    record NoEffect() implements DecisionResult {}

    /** The store or the gateway cannot be reached. The run keeps the decision; the same decision again asks for it. */
    record Kept() implements DecisionResult {}
}
