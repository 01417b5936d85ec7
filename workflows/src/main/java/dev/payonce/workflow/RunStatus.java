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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The status of a run for people: search attributes for lists and alerts, current details for its page. */
final class RunStatus {

    /** A run that continues as new begins with the attributes of the last. */
    private String status = shown(SearchAttributeKeys.STATUS);

    private String reason = shown(SearchAttributeKeys.REASON);

    private Optional<Stall> stall = status.equals(PaymentSummary.Status.STALLED.name())
            ? Optional.ofNullable((Stall) Workflow.getMemo(Stall.MEMO, Stall.class))
            : Optional.empty();

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
        if (now != PaymentSummary.Status.STALLED) {
            stall = Optional.empty();
        }
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
        Stall now =
                stalled(FailureDetails.code(failure), FailureDetails.isFault(failure), FailureDetails.message(failure));
        details(
                now,
                doing,
                pause.isZero()
                        ? "The worker tries again now."
                        : "The worker tries again in " + pause.toSeconds() + " s.");
    }

    /** Shows the result of a reconciliation. The ledger has a stall, too: an operation that the gateway did not take. */
    void show(PaymentSummary view) {
        if (view.status() == PaymentSummary.Status.STALLED) {
            Stall now = stalled(
                    view.reason().orElse("not-sent"),
                    true,
                    "The gateway took nothing, by a fault of the installation: check its key, the key's permissions"
                            + " and the account's settings");
            details(now, "an operation was not taken", "It is sent again within a minute, with the same key.");
        } else {
            nothing();
            attributes(view.status(), view.reason());
        }
    }

    /** Writes one event for each cause, beside that of the attributes. */
    private Stall stalled(String code, boolean fault, String message) {
        Optional<Stall> before = stall;
        attributes(PaymentSummary.Status.STALLED, Optional.of(code));
        if (before.filter(same -> same.code().equals(code)).isEmpty()) {
            Instant since = before.map(Stall::since).orElseGet(ActivityStubs::now);
            stall = Optional.of(new Stall(code, since, fault, message));
            Workflow.upsertMemo(Map.of(Stall.MEMO, stall.get()));
        }
        return stall.orElseThrow();
    }

    private static void details(Stall stall, String doing, String next) {
        details(
                "## Stalled: " + doing,
                "**" + stall.code() + "**: " + stall.message(),
                "Since " + stall.since() + ". Nothing is lost. " + next + (stall.fault() ? " " + stall.next() : ""),
                "The signal `refresh` tries it at once: `temporal workflow signal --workflow-id "
                        + Workflow.getInfo().getWorkflowId() + " --name refresh`");
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
