package dev.payonce.workflow.direct;

/** The report of failures that direct reconciliation left to regular activities, which no activity's log shows. */
@FunctionalInterface
public interface DirectFailures {

    /**
     * Reports that callbacks take regular activities for a moment.
     *
     * @param name the gateway's account, or {@link DirectReconciler#STORE}
     * @param code the short code of the failure, or {@code slow}
     * @param message the failure's own message, without its end
     */
    void closed(String name, String code, String message);
}
