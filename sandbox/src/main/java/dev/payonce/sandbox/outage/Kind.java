package dev.payonce.sandbox.outage;

/** The progress of a payment when the gateway goes away. */
enum Kind {
    CHARGED_BY_US("callback, charged by Payonce"),
    CHARGED_BY_A_PLUGIN("callback, charged by the shop's plugin"),
    ANSWER_LOST("request, charged, answer lost"),
    NEVER_SENT("request, never reached the gateway");

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    boolean isAsked() {
        return this == ANSWER_LOST || this == NEVER_SENT;
    }

    @Override
    public String toString() {
        return words;
    }
}
