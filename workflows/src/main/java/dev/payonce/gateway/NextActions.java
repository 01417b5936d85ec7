package dev.payonce.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/** The port that fetches what a shopper's browser needs to go on with a payment. */
public interface NextActions {

    /** The port of a gateway whose shoppers never have to act. */
    NextActions NONE = _ -> Optional.empty();

    /**
     * Fetches the action; empty when the shopper has nothing to do. It may fail; the caller bounds its time and does
     * without it.
     *
     * @param payment the gateway's id
     */
    Optional<Action> of(String payment);

    /**
     * The next step of a shopper's browser. Its holder can act as the shopper, so it is neither stored nor logged.
     *
     * @param redirectUrl where the browser has to be sent; empty where only the gateway's own script knows
     * @param clientSecret for the gateway's own script
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Action(Optional<String> redirectUrl, Optional<String> clientSecret) {

        /** Shows neither field, for this may end up in logs. */
        @Override
        public String toString() {
            return "Action[" + (redirectUrl.isPresent() ? "redirect" : "script") + "]";
        }
    }
}
