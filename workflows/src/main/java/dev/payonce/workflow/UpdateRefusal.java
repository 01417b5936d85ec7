package dev.payonce.workflow;

import io.temporal.failure.ApplicationFailure;

/** The refusal of an update. It has no stack trace: the SDK would log one for each, and a flood brings many. */
final class UpdateRefusal {

    private UpdateRefusal() {}

    /**
     * @param sentence for the caller
     * @param type by which programs tell refusals apart
     */
    static ApplicationFailure of(String sentence, String type) {
        ApplicationFailure refusal = ApplicationFailure.newNonRetryableFailure(sentence, type);
        refusal.setStackTrace(new StackTraceElement[0]);
        return refusal;
    }
}
