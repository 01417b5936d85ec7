package dev.payonce.sandbox.installation;

import java.util.Map;

/** What a person has given a program in its environment, where blank counts as nothing, for make hands it on so. */
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
            throw new IllegalArgumentException(name + " is to be a whole number, not " + text, e);
        }
    }
}
