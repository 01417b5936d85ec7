package dev.payonce.servers.stripe.state;

/**
 * The simulator will not do what was asked. It is an exception because both callers want one: the HTTP edge turns it
 * into Stripe's error body, and a test that scripts an impossible move should fail where it stands.
 */
public class Refusal extends RuntimeException {

    private final int status;
    private final String type;
    private final String code;
    private final String param;
    private String messageCode = "";

    Refusal(int status, String type, String code, String message, String param) {
        super(message);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
    }

    public static Refusal invalid(String code, String param, String message) {
        return new Refusal(400, "invalid_request_error", code, message, param);
    }

    /** Refuses for a low balance. Stripe names the cause in a field of its own, not in the code. */
    public static Refusal insufficientBalance() {
        Refusal refusal = invalid("", "", "Insufficient funds in your Stripe balance to refund this amount.");
        refusal.messageCode = "insufficient_balance_for_refund";
        return refusal;
    }

    public static Refusal missing(String param, String noun, String id) {
        return new Refusal(
                404, "invalid_request_error", "resource_missing", "No such " + noun + ": '" + id + "'", param);
    }

    /** Refuses a parameter that names an unknown object; Stripe answers 400 there, and 404 only for the path's own. */
    public static Refusal missingAsInvalid(String param, String noun, String id) {
        return invalid("resource_missing", param, "No such " + noun + ": '" + id + "'");
    }

    public static Refusal unauthorized(String message) {
        return new Refusal(401, "invalid_request_error", "", message, "");
    }

    /** Refuses what a restricted key has no right to; Stripe says so by the status alone. */
    public static Refusal forbidden(String resource) {
        String message = "The provided key does not have the required permissions for this endpoint. Having the '"
                + resource + "' permission would allow this request to continue.";
        return new Refusal(403, "invalid_request_error", "", message, "");
    }

    /** Refuses the second of two requests with one key at once; it may come again. */
    public static Refusal keyInUse() {
        return new Refusal(
                409,
                "invalid_request_error",
                "idempotency_key_in_use",
                "Another request with this idempotency key is still in progress",
                "");
    }

    public static Refusal keyOfAnother(String key) {
        String message = "The idempotency key '" + key + "' was first used with another request";
        return new Refusal(400, "idempotency_error", "", message, "");
    }

    public static Refusal noRoute(String method, String path) {
        String message = "Unrecognized request URL (" + method + ": " + path + ").";
        return new Refusal(404, "invalid_request_error", "", message, "");
    }

    public int status() {
        return status;
    }

    public String type() {
        return type;
    }

    public String code() {
        return code;
    }

    public String param() {
        return param;
    }

    /** Returns the error's field of its own for a cause that has no code. */
    public String messageCode() {
        return messageCode;
    }
}
