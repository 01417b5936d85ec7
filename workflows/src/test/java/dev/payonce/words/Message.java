package dev.payonce.words;

/**
 * A message that people act on.
 *
 * @param type the class that has it
 * @param about its level, status or code; empty where it has none
 */
record Message(Kind kind, String type, String about, String text) {

    /** Returns the message as a row of its kind's table. */
    String row() {
        String cells = kind.about.isEmpty() ? "" : " " + (about.isBlank() ? "" : "`" + about + "`") + " |";
        return "|" + cells + " " + text.replace("\n", " ").replace("|", "\\|") + " | `" + type + "` |";
    }

    /** The place where people see a message, with its heading in {@code docs/messages.md}. */
    enum Kind {
        PROBLEM("Problems of the API", "status"),
        REFUSAL("Refusals of updates, `decide` among them", ""),
        SETTING("Complaints about settings, at the start", "setting"),
        LOG("Log lines at WARN and above", "level"),
        DETAILS("Details in the Temporal UI", ""),
        FAILURE("Failures of activities, in the Temporal UI and in the log", "code"),
        NOTE("Notes in the order's timeline", ""),
        HISTORY("Sentences of a payment's history", ""),
        PLUGIN_NOTE("Notes in the order's timeline, by the companion plugin", ""),
        PLUGIN_LOG("Log lines of the companion plugin, in WooCommerce > Status > Logs", "level");

        final String heading;
        final String about;

        Kind(String heading, String about) {
            this.heading = heading;
            this.about = about;
        }
    }
}
