package dev.payonce.api.page;

import dev.payonce.order.OrderId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The addresses of the other systems' pages, as an operator set them; each is empty where none is set.
 *
 * @param order has {@code {order}} for the order's number
 * @param run has {@code {run}} for the workflow ID
 * @param payment has {@code {payment}} for the gateway's id, and may have {@code {account}}
 */
public record Links(Optional<String> order, Optional<String> run, Optional<String> payment) {

    /** An address with its name. */
    record Link(String name, String href) {}

    Stream<Link> of(OrderId id) {
        return Stream.concat(
                order
                        .map(form ->
                                new Link("Order " + id.number() + " in the shop", filled(form, "order", id.number())))
                        .stream(),
                run.map(form -> new Link("Run in Temporal", filled(form, "run", id.workflowId()))).stream());
    }

    Optional<Link> of(String account, String id) {
        return payment.map(
                form -> new Link(id + " at " + account, filled(filled(form, "payment", id), "account", account)));
    }

    private static String filled(String form, String name, Object value) {
        return form.replace("{" + name + "}", URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
    }
}
