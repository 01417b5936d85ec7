package dev.payonce.api;

/** A request that cannot be taken. The message is told to the caller: it names the field, and repeats no value. */
final class InvalidRequest extends Exception {

    InvalidRequest(String message) {
        super(message);
    }

    InvalidRequest(String field, String expected) {
        this("The field \"" + field + "\" " + expected + ".");
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
