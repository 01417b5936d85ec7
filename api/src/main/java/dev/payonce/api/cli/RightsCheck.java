package dev.payonce.api.cli;

import dev.payonce.workflow.FailureDetails;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.function.Supplier;

/** The check of an account's key for the right to read what lookups need beside payments. */
final class RightsCheck {

    private RightsCheck() {}

    /** @param unreadable asks the gateway, and returns the names of what the key may not read */
    static Check of(String account, Supplier<List<String>> unreadable) {
        String name = "rights of " + account;
        try {
            String lacks = String.join(" and ", unreadable.get());
            return new Check(
                    name,
                    lacks.isEmpty(),
                    lacks.isEmpty() ? "the key reads what lookups need" : "the key may not read " + lacks,
                    "Give the key the right to read " + lacks
                            + " in the gateway's dashboard: until then a lookup that reads them stalls");
        } catch (ApplicationFailure failure) {
            return Check.unknown(
                    name, "the gateway did not answer (" + FailureDetails.code(failure) + ")", "Try again later");
        }
    }
}
