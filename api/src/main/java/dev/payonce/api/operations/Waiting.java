package dev.payonce.api.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.payonce.money.Money;
import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.woocommerce.listed.MySqlListedOrders;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of the operators' list: a review, a proposed refund, a stalled run, money without an order, or overdue effects.
 *
 * @param order the order's number; missing where no order is known
 * @param run the workflow ID of a stalled run
 * @param code the reason of a review, the cause of a stall, {@code unassigned} or {@code EFFECTS_OVERDUE}
 * @param review the review's number
 * @param amount of money without an order; otherwise the order's total as the shop has it
 * @param customer the hash of the e-mail address of the order's shopper
 * @param disputed true where a bank disputes money without an order; missing otherwise
 * @param since ISO 8601, UTC
 * @param says the cause in words, where the code does not say all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Waiting(
        String kind,
        @Nullable Long order,
        @Nullable String run,
        String code,
        @Nullable Integer review,
        @Nullable String gateway,
        @Nullable String payment,
        @Nullable String amount,
        @Nullable String customer,
        @Nullable Boolean disputed,
        @Nullable String since,
        @Nullable String says) {

    /** The kinds of rows. */
    public enum Kind {
        REVIEW,
        STALLED,
        UNASSIGNED,
        PROPOSAL,
        EFFECT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the kind as a constant. */
    public Kind of() {
        return Kind.valueOf(kind.toUpperCase(Locale.ROOT));
    }

    /** Returns the row with its gateway, where it has none yet, and with what the shop knows of its order. */
    Waiting with(Optional<MySqlListedOrders.Row> of, @Nullable String at) {
        return new Waiting(
                kind,
                order,
                run,
                code,
                review,
                gateway == null ? at : gateway,
                payment,
                of.flatMap(MySqlListedOrders.Row::total).map(Money::text).orElse(amount),
                of.flatMap(MySqlListedOrders.Row::customer).orElse(customer),
                disputed,
                since,
                says);
    }

    /** Returns the review; one that the ledger does not have for another row. */
    ReviewTable.Key key() {
        return new ReviewTable.Key(order == null ? 0 : order, review == null ? 0 : review);
    }

    /** Returns the time since when it waits; texts of whole and of fractional seconds would not sort by time. */
    Instant sortedBy() {
        return since == null ? Instant.EPOCH : Instant.parse(since);
    }
}
