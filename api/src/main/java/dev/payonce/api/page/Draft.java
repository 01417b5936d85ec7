package dev.payonce.api.page;

import dev.payonce.api.operations.DecisionParser;

/**
 * The part of a decision that was typed and not taken yet, so that a page can show it again.
 *
 * @param choice the name of the choice that was open
 */
record Draft(String choice, String why) {

    static final Draft NONE = new Draft("", "");

    private static final int LONGEST_CHOICE = 300;

    static Draft of(FormFields form) {
        return new Draft(cut(form.get("choice"), LONGEST_CHOICE), cut(form.get("why"), DecisionParser.LONGEST_WHY));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
