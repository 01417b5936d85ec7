package dev.payonce.gateway;

import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query for payments whose ID is not known, by the tag that the operation gave them. It is an object of a {@link
 * Lookup}, as an ID is.
 *
 * @param operation its number; 0 for all payments of ours for the order, of any operation
 * @param since the payment is not older than this
 */
public record TagQuery(OrderId order, String orderKey, int operation, Instant since) {

    private static final Pattern FORM = Pattern.compile(
            "payonce:([a-z0-9-]{0,32}):([1-9][0-9]{0,17}):([0-9a-f]{32}):(0|[1-9][0-9]{0,8}):([0-9]{1,12})");

    public static TagQuery of(OperationHeader header) {
        return new TagQuery(header.order(), header.orderKey(), header.number(), header.at());
    }

    /** Returns the query for all that Payonce made for this order since then, also what the ledger lost. */
    public static TagQuery all(Order order, Instant since) {
        return new TagQuery(order.id(), order.key(), 0, since);
    }

    /** Reports whether several payments may have the tag, so that a search does not end with the first. */
    public boolean isOfAll() {
        return operation == 0;
    }

    public String text() {
        return String.join(
                ":",
                "payonce",
                order.store(),
                Long.toString(order.number()),
                orderKey,
                Integer.toString(operation),
                Long.toString(since.getEpochSecond()));
    }

    /** Parses the text; an ordinary ID is empty. */
    public static Optional<TagQuery> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new TagQuery(
                        new OrderId(parts.group(1), Long.parseLong(parts.group(2))),
                        parts.group(3),
                        Integer.parseInt(parts.group(4)),
                        Instant.ofEpochSecond(Long.parseLong(parts.group(5)))))
                : Optional.empty();
    }

    public boolean names(Payment.Tag tag) {
        return tag.store().equals(order.store())
                && tag.order() == order.number()
                && tag.orderKey().equals(orderKey)
                && (isOfAll() || tag.operation() == operation);
    }
}
