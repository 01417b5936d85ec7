package dev.payonce.api;

import java.util.Optional;

/** What a shopper's browser needs to go on. Asked for when it is told, never kept: whoever has it can pay. */
interface NextActions {

    /** May fail or take its time; the caller bounds it and does without. */
    Optional<Action> of(String gateway, String payment);

    /**
     * @param redirectUrl where the browser has to be sent
     * @param clientSecret for the gateway's own script
     */
    record Action(Optional<String> redirectUrl, Optional<String> clientSecret) {

        /** Neither may be in a log. */
        @Override
        public String toString() {
            return "Action[...]";
        }
    }
}
