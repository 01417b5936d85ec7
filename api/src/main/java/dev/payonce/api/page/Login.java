package dev.payonce.api.page;

/** The reason for which the page asks for a token. */
enum Login {
    NONE(""),
    OVER("Your session is over. Log in to go on."),
    UNKNOWN("This token is not known. Check it for a missing or an extra character."),
    LACKING("This token may not use the page: it has no role, and none of the scopes read, operate and decide."),
    ENDED("You are logged out.");

    private final String says;

    Login(String says) {
        this.says = says;
    }

    String says() {
        return says;
    }
}
