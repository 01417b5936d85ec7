package dev.payonce.review;

import java.util.Objects;

/**
 * The decision of an operator about a review.
 *
 * @param review its number
 * @param who the operator, as their own system names them
 * @param why in their own words, at most 1,000 characters; stays on record
 * @param id names this decision, so that it is recorded once however often it is reconciled; empty where it came without
 */
public record ReviewDecision(int review, ReviewAction action, String who, String why, String id) {

    /** Begins the name in a decision that came by way of Temporal alone: its sender's own word. */
    public static final String BY_TEMPORAL = "temporal:";

    public ReviewDecision {
        id = Objects.requireNonNullElse(id, ""); // An operator's own line has none.
    }

    public ReviewDecision(int review, ReviewAction action, String who, String why) {
        this(review, action, who, why, "");
    }

    /** Reports whether a credential of the API proves the name. */
    public boolean isProven() {
        return !who.startsWith(BY_TEMPORAL);
    }

    public ReviewDecision named(String name) {
        return new ReviewDecision(review, action, who, why, name);
    }
}
