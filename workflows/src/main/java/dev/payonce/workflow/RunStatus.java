package dev.payonce.workflow;

import dev.payonce.ledger.PaymentSummary;
import dev.payonce.review.Review;
import dev.payonce.review.ReviewAction;
import dev.payonce.workflow.PaymentWorkflow.Unread;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The status of a run for people: search attributes for lists and alerts, current details for its page. */
final class RunStatus {

    /** A run that continues as new begins with the attributes of the last. */
    private String status = shown(SearchAttributeKeys.STATUS);

    private String reason = shown(SearchAttributeKeys.REASON);

    private static String shown(SearchAttributeKey<String> attribute) {
        return Optional.ofNullable(Workflow.getTypedSearchAttributes().get(attribute))
                .orElse("");
    }

    /** Writes one event into the history when a value changed, none otherwise. */
    void attributes(PaymentSummary.Status now, Optional<String> why) {
        if (now.name().equals(status) && why.orElse("").equals(reason)) {
            return;
        }
        status = now.name();
        SearchAttributeUpdate<?> showStatus = SearchAttributeKeys.STATUS.valueSet(status);
        if (why.isEmpty() && reason.isEmpty()) {
            Workflow.upsertTypedSearchAttributes(showStatus);
        } else {
            Workflow.upsertTypedSearchAttributes(
                    showStatus,
                    why.map(SearchAttributeKeys.REASON::valueSet).orElseGet(SearchAttributeKeys.REASON::valueUnset));
        }
        reason = why.orElse("");
    }

    void stalled(String doing, ActivityFailure failure, Duration pause) {
        attributes(PaymentSummary.Status.STALLED, Optional.of(FailureDetails.code(failure)));
        details(
                "## Stalled: " + doing,
                "**" + FailureDetails.code(failure) + "**: " + FailureDetails.message(failure),
                "Nothing is lost. "
                        + (pause.isZero()
                                ? "The worker tries again now."
                                : "The worker tries again in " + pause.toSeconds() + " s;"
                                        + " the signal `refresh` does it at once."));
    }

    void review(Review review) {
        details(
                "## Needs review",
                "**" + review.reason() + "** (review " + review.number() + ")",
                "- " + String.join("\n- ", review.lines()),
                "The update `decide` takes: " + actions(review) + ".",
                "Or correct it at the gateway or in the store, and send the signal `refresh`.");
    }

    private static String actions(Review review) {
        return review.actions().stream()
                .map(action -> switch (action) {
                    case ReviewAction.Refresh() -> "`refresh`";
                    case ReviewAction.AcceptPaid(var payment) -> "`acceptPaid` " + payment;
                    case ReviewAction.RefundDuplicate(var payment) -> "`refundDuplicate` " + payment;
                    case ReviewAction.GiveUp(var operation) -> "`giveUp` " + operation;
                    case ReviewAction.RetryEffects() -> "`retryEffects`";
                    case ReviewAction.Dismiss() -> "`dismiss`";
                })
                .collect(Collectors.joining(", "));
    }

    /** Shows a wait; a stalled run stays stalled until a step has succeeded. */
    void waiting(Duration pause) {
        if (status.equals(PaymentSummary.Status.STALLED.name())) {
            return;
        }
        details(
                "## Waiting for the shopper or the gateway",
                "The next refresh is in " + pause.toSeconds() + " s, or at the next callback.");
    }

    void unreadable(List<Unread> unread) {
        attributes(PaymentSummary.Status.UNREADABLE, Optional.of("SIGNAL"));
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
        attributes(PaymentSummary.Status.NONE, Optional.empty());
        nothing();
    }

    void nothing() {
        Workflow.setCurrentDetails("");
    }

    private static void details(String... paragraphs) {
        Workflow.setCurrentDetails(String.join("\n\n", paragraphs));
    }
}
