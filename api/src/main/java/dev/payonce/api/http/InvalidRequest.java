package dev.payonce.api.http;

import org.springframework.http.HttpStatus;

/** A request that cannot be taken. The caller gets its message: it names the field, and repeats no value. */
public final class InvalidRequest extends Exception {

    public InvalidRequest(String message) {
        super(message);
    }

    public InvalidRequest(String field, String expected) {
        this("The field \"" + field + "\" " + expected + ".");
    }

    /** Returns the answer to its caller. */
    public Problem problem() {
        return Problem.of(HttpStatus.BAD_REQUEST, String.valueOf(getMessage())).code("field_invalid");
    }
}
