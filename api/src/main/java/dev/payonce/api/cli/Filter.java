package dev.payonce.api.cli;

import dev.payonce.woocommerce.listed.MySqlListedOrders;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The filter of the list, as arguments; the API checks their values. */
final class Filter {

    @Option(names = "--kind", description = "review, stalled, unassigned, proposal or effect")
    private String kind = "";

    @Option(names = "--code", description = "a reason of a review, such as AMOUNT_DIFFERS, or the code of a stall")
    private String code = "";

    @Option(names = "--order", description = "an order's number")
    private String order = "";

    @Option(names = "--gateway", description = "a gateway's name")
    private String gateway = "";

    @Option(names = "--amount", description = "49.90, or 49.90 EUR")
    private String amount = "";

    @Option(names = "--customer", description = "a shopper's e-mail address; only its hash is sent")
    private String customer = "";

    @Option(names = "--older-than", description = "seconds")
    private String olderThan = "";

    @Option(names = "--sort", description = "oldest or newest")
    private String sort = "";

    /** Returns the list's address. */
    String address(int page) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("kind", kind);
        query.put("code", code);
        query.put("order", order);
        query.put("gateway", gateway);
        query.put("amount", amount);
        query.put("customer", customer.isEmpty() ? "" : MySqlListedOrders.customer(customer));
        query.put("olderThan", olderThan);
        query.put("sort", sort);
        query.put("page", Integer.toString(page));
        return query.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "/operations?", ""));
    }

    boolean isOfStalled() {
        return kind.equals("stalled");
    }

    boolean none() {
        return (kind + code + order + gateway + amount + customer + olderThan).isEmpty();
    }
}
