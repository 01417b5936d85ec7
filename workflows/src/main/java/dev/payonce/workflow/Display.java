package dev.payonce.workflow;

import dev.payonce.payment.Choice;
import dev.payonce.payment.Question;
import dev.payonce.payment.View;
import dev.payonce.workflow.PaymentWorkflow.Unread;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What people see of a run: search attributes for lists and alerts, current details for whoever opens it. */
final class Display {

    /** A run that continues as new begins with the attributes of the last. */
    private String status = shown(Attributes.STATUS);

    private String reason = shown(Attributes.REASON);

    private static String shown(SearchAttributeKey<String> attribute) {
        return Optional.ofNullable(Workflow.getTypedSearchAttributes().get(attribute))
                .orElse("");
    }

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
        attributes(View.Status.STALLED, Optional.of(Causes.code(failure)));
        details(
                "## Stalled while asking: " + doing,
                "**" + Causes.code(failure) + "**: " + Causes.message(failure),
                "Nothing is lost. "
                        + (pause.isZero()
                                ? "It is looked at by itself, now."
                                : "It is looked at again by itself in " + pause.toSeconds() + " s;"
                                        + " the signal `look` does it at once."));
    }

    void asking(Question question) {
        details(
                "## A person has to look into this",
                "**" + question.reason() + "** (question " + question.number() + ")",
                "- " + String.join("\n- ", question.lines()),
                "The update `decide` takes: " + choices(question) + ".",
                "Or put it right at the gateway or in the store, and send the signal `look`.");
    }

    private static String choices(Question question) {
        return question.choices().stream()
                .map(choice -> switch (choice) {
                    case Choice.LookAgain() -> "`lookAgain`";
                    case Choice.AcceptPaid(var payment) -> "`acceptPaid` " + payment;
                    case Choice.RefundExtra(var payment) -> "`refundExtra` " + payment;
                    case Choice.GiveUp() -> "`giveUp`";
                    case Choice.Dismiss() -> "`dismiss`";
                })
                .collect(Collectors.joining(", "));
    }

    /** What is stalled stays so until it has succeeded, also while it is being looked up. */
    void waiting(Duration pause) {
        if (status.equals(View.Status.STALLED.name())) {
            return;
        }
        details(
                "## Waiting for the shopper or the gateway",
                "Looking again in " + pause.toSeconds() + " s, or at the next callback.");
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
}
