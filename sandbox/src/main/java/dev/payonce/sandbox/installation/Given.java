package dev.payonce.sandbox.installation;

import java.util.Map;

/** The variables that a person gave a program in its environment. A blank one counts as none, because make hands it on so. */
public record Given(Map<String, String> environment) {

    public String text(String name, String otherwise) {
        String text = environment.getOrDefault(name, "").strip();
        return text.isEmpty() ? otherwise : text;
    }

    /** Throws {@link IllegalArgumentException} that names it when it is no number. */
    public int number(String name, int otherwise) {
        String text = text(name, Integer.toString(otherwise));
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " has to be a whole number, and is " + text, e);
        }
    }
}
