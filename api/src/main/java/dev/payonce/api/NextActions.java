package dev.payonce.api;

import java.util.Optional;

/**
 * The source of next actions for the shopper's browser. An action is fetched when it is handed out and never kept,
 * since its holder can pay.
 */
interface NextActions {

    /** Fetches the action; it may fail or take its time, so the caller bounds it and does without. */
    Optional<Action> of(String gateway, String payment);

    /**
     * @param redirectUrl where the browser has to be sent
     * @param clientSecret for the gateway's own script
     */
    record Action(Optional<String> redirectUrl, Optional<String> clientSecret) {

        /** Shows neither secret, since this text may end up in a log. */
        @Override
        public String toString() {
            return "Action[...]";
        }
    }
}
