package dev.payonce.workflow;

import dev.payonce.payment.Failures;
import dev.payonce.payment.Question;
import dev.payonce.payment.View;
import dev.payonce.workflow.PaymentWorkflow.Unread;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What people see of a run: search attributes for lists and alerts, current details for whoever opens it. */
final class Display {

    private String status = "";
    private String reason = "";

    /** One event in the history when something changed, none otherwise. */
    void attributes(View.Status now, Optional<String> why) {
        if (now.name().equals(status) && why.orElse("").equals(reason)) {
            return;
        }
        status = now.name();
        SearchAttributeUpdate<?> showStatus = Attributes.STATUS.valueSet(status);
        if (why.isEmpty() && reason.isEmpty()) {
            Workflow.upsertTypedSearchAttributes(showStatus);
        } else {
            Workflow.upsertTypedSearchAttributes(
                    showStatus, why.map(Attributes.REASON::valueSet).orElseGet(Attributes.REASON::valueUnset));
        }
        reason = why.orElse("");
    }

    void stalled(String doing, ActivityFailure failure, Duration pause) {
        attributes(View.Status.STALLED, Optional.of(code(failure)));
        details(
                "## Stalled while asking: " + doing,
                "**" + code(failure) + "**: " + message(failure),
                "Nothing is lost. It is tried again by itself in " + pause.toSeconds() + " s;",
                "the signal `look` tries at once.");
    }

    void asking(Question question) {
        details(
                "## A person has to look into this",
                "**" + question.reason() + "** (question " + question.number() + ")",
                "- " + String.join("\n- ", question.lines()),
                "Put it right at the gateway or in the store, then send the signal `look`.");
    }

    void waiting(Duration pause) {
        details("## The gateway is not done", "Looking again in " + pause.toSeconds() + " s, or at the next callback.");
    }

    void unreadable(List<Unread> unread) {
        attributes(View.Status.UNREADABLE, Optional.of("SIGNAL"));
        details(
                "## Signals that this version cannot read",
                unread.stream()
                        .limit(5)
                        .map(signal -> "- `" + signal.signal() + "`")
                        .distinct()
                        .reduce((one, other) -> one + "\n" + other)
                        .orElse(""),
                "They are kept. A newer worker reads them within an hour of its start.");
    }

    void recovered() {
        attributes(View.Status.NONE, Optional.empty());
        nothing();
    }

    void nothing() {
        Workflow.setCurrentDetails("");
    }

    private static void details(String... paragraphs) {
        Workflow.setCurrentDetails(String.join("\n\n", paragraphs));
    }

    /** The short code that the adapter's file of failures gave; a time-out has none. */
    private static String code(ActivityFailure failure) {
        return application(failure)
                .filter(cause -> cause.getType().equals(Failures.TRANSIENT)
                        || cause.getType().equals(Failures.REFUSED))
                .filter(cause -> cause.getDetails().getSize() > 0)
                .map(cause -> cause.getDetails().get(String.class))
                .orElse("no-answer");
    }

    private static String message(ActivityFailure failure) {
        return application(failure).map(ApplicationFailure::getOriginalMessage).orElse("no worker answered in time");
    }

    private static Optional<ApplicationFailure> application(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof ApplicationFailure)) {
            cause = cause.getCause();
        }
        return Optional.ofNullable((ApplicationFailure) cause);
    }
}
