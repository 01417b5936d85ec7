package dev.payonce.api.page;

/** The way of a refresh from the page; it is the HTTP API's own. */
public interface Refreshes {

    /**
     * Refreshes an order and waits for the result.
     *
     * @param caller the name of the credential
     * @return false where Temporal does not answer
     */
    boolean refresh(long order, String caller);
}
