package dev.payonce.api.http;

/** A request that cannot be taken. The message is told to the caller: it names the field, and repeats no value. */
public final class InvalidRequest extends Exception {

    public InvalidRequest(String message) {
        super(message);
    }

    public InvalidRequest(String field, String expected) {
        this("The field \"" + field + "\" " + expected + ".");
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
