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

/** The status of a run for people: search attributes for lists and alerts, current details for its page. */
final class RunStatus {

    /** A run that continues as new begins with the attributes of the last. */
    private String status = shown(SearchAttributeKeys.STATUS);

    private String reason = shown(SearchAttributeKeys.REASON);

    private Optional<Stall> stall = status.equals(PaymentSummary.Status.STALLED.name())
            ? Optional.ofNullable((Stall) Workflow.getMemo(Stall.MEMO, Stall.class))
            : Optional.empty();

    private Optional<ReviewMemo> review =
            Optional.ofNullable((ReviewMemo) Workflow.getMemo(ReviewMemo.MEMO, ReviewMemo.class));

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
                "The signal `refresh` tries it at once: " + refreshCommand());
    }

    /** Writes one event for each review, so that it can be read while no worker lives. */
    void review(Review open) {
        if (review.filter(known -> known.shows(open)).isEmpty()) {
            review = Optional.of(new ReviewMemo(
                    open.number(), open.reason().name(), ActivityStubs.now(), open.lines(), commands(open)));
            Workflow.upsertMemo(Map.of(ReviewMemo.MEMO, review.get()));
        }
        ReviewMemo shown = review.orElseThrow();
        details(
                "## Needs review: " + shown.reason(),
                "- " + String.join("\n- ", shown.lines()),
                "Review " + shown.review() + ", shown since " + shown.since()
                        + ". Nothing happens by itself but a refresh a day. Decide on the operators' page, or by one of:",
                "- " + String.join("\n- ", shown.next()),
                "Or correct it at the gateway or in the store, and refresh: " + refreshCommand());
    }

    /** Returns the command line for each action. */
    private static List<String> commands(Review review) {
        String decide = "payonce decide " + orderNumber() + " --review " + review.number() + " --why '...' --action ";
        return review.actions().stream()
                .map(action -> switch (action) {
                    case ReviewAction.Refresh() -> "refresh";
                    case ReviewAction.AcceptPaid(var payment) -> "acceptPaid --payment " + payment;
                    case ReviewAction.RefundDuplicate(var payment) -> "refundDuplicate --payment " + payment;
                    case ReviewAction.GiveUp(var operation) -> "giveUp --operation " + operation;
                    case ReviewAction.RetryEffects() -> "retryEffects";
                    case ReviewAction.Dismiss() -> "dismiss";
                })
                .map(action -> "`" + decide + action + "`")
                .toList();
    }

    private static String orderNumber() {
        String workflow = Workflow.getInfo().getWorkflowId();
        return workflow.substring(workflow.lastIndexOf('-') + 1);
    }

    private static String refreshCommand() {
        return "`temporal workflow signal --workflow-id " + Workflow.getInfo().getWorkflowId() + " --name refresh`";
    }

    /** Shows a wait; a stalled run stays stalled until a step has succeeded. */
    void waiting(PaymentSummary view, Duration pause) {
        if (status.equals(PaymentSummary.Status.STALLED.name())) {
            return;
        }
        details(
                "## Waiting for the shopper or the gateway",
                "**" + view.status() + "**"
                        + view.amount().map(money -> " " + money.text()).orElse("")
                        + view.payment().map(id -> " by " + id).orElse(""),
                "The next refresh is in " + pause.toSeconds() + " s, or at the next callback. To refresh now: "
                        + refreshCommand());
    }

    /** Shows that a callback's search waits for its order. */
    void waiting(Duration pause) {
        details("## Waiting for the order", "The next lookup is in " + pause.toSeconds() + " s.");
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
