package dev.payonce.api.page;

import dev.payonce.api.operations.DecisionParser;
import java.util.UUID;

/**
 * The part of a form that was typed and did not end well, so that a page can show it again.
 *
 * @param choice the name of the choice that was open
 * @param again the mark of a form that follows a final refusal; empty for the first one
 */
record Draft(String choice, String why, String amount, String again) {

    static final Draft NONE = new Draft("", "", "", "");

    /** The name of the field with the mark. */
    static final String AGAIN = "again";

    private static final int LONGEST_CHOICE = 300;
    private static final int LONGEST_AMOUNT = 36;

    static Draft of(FormFields form) {
        return new Draft(
                cut(form.get("choice"), LONGEST_CHOICE),
                cut(form.get("why"), DecisionParser.LONGEST_WHY),
                cut(form.get("amount"), LONGEST_AMOUNT),
                cut(form.get(AGAIN), LONGEST_AMOUNT));
    }

    /** Returns the draft of another request with the same words, since the one that was sent has its final answer. */
    Draft forAnother() {
        return new Draft(choice, why, amount, UUID.randomUUID().toString());
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
