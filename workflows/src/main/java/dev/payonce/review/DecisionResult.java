package dev.payonce.review;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/** The result of an operator's decision. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DecisionResult.Applied.class, name = "applied"),
    @JsonSubTypes.Type(value = DecisionResult.AlreadyDecided.class, name = "alreadyDecided"),
    @JsonSubTypes.Type(value = DecisionResult.NotOpen.class, name = "notOpen"),
    @JsonSubTypes.Type(value = DecisionResult.NotOffered.class, name = "notOffered"),
    @JsonSubTypes.Type(value = DecisionResult.Kept.class, name = "kept")
})
public sealed interface DecisionResult {

    /** The decision is recorded. */
    record Applied() implements DecisionResult {}

    /** The review was decided before; this decision changed nothing. */
    record AlreadyDecided(String who, ReviewAction action, Instant at) implements DecisionResult {}

    /** No review of this number is open, and no decision closed it: its facts changed, or it never was. */
    record NotOpen() implements DecisionResult {}

    /** The open review does not offer this action. */
    record NotOffered(List<ReviewAction> actions) implements DecisionResult {

        public NotOffered {
            actions = List.copyOf(actions);
        }
    }

    /** The store or the gateway cannot be reached. The run keeps the decision; the same decision again asks for it. */
    record Kept() implements DecisionResult {}
}
