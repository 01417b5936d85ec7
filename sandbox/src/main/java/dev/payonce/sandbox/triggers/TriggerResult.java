package dev.payonce.sandbox.triggers;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of one trigger.
 *
 * @param requests each request of the program with the status of its answer
 * @param events the types of the events that the simulator made, oldest first
 * @param taken the events that Payonce took as callbacks
 * @param wrong the answers and events that Stripe's description rejects, and everything else that went wrong
 */
record TriggerResult(
        String trigger, List<String> requests, List<String> events, List<String> taken, List<String> wrong) {

    TriggerResult {
        requests = List.copyOf(requests);
        events = List.copyOf(events);
        taken = List.copyOf(taken);
        List<String> all = new ArrayList<>(wrong);
        if (!events.contains(trigger)) {
            all.add("its event is missing");
        } else if (!taken.contains(trigger)) {
            all.add("its event was not taken");
        }
        wrong = List.copyOf(all);
    }

    /** Returns true when the program was content, and Payonce took the event. */
    boolean worked() {
        return wrong.isEmpty();
    }
}
