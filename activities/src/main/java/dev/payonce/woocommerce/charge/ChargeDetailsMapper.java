package dev.payonce.woocommerce.charge;

import dev.payonce.order.ChargeDetails;
import dev.payonce.order.ChargeDetails.Address;
import dev.payonce.reconcile.Policy;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The mapping of what an order says of its shopper to what a gateway takes. Pure. It drops what no gateway takes, since a
 * slip in an address must not refuse a payment.
 *
 * @param meta by the names of WordPress' posts
 */
record ChargeDetailsMapper(Map<String, String> meta) {

    /** The most characters of one field; no gateway takes a longer one. */
    private static final int LONGEST = 200;

    /** The most characters after the account's own text on a statement. */
    private static final int LONGEST_SUFFIX = 17;

    private static final String EMAIL = "[^@\\s]{1,100}@[^@\\s]{1,150}[.][^@\\s.]{2,}";

    ChargeDetails of(String number, String shop, Policy.ShopperNotice notice) {
        String title = unescaped(shop);
        return new ChargeDetails(
                cut((title.isEmpty() ? "Order " : title + " order ") + number),
                number,
                name("billing"),
                text("_billing_email").filter(mail -> mail.matches(EMAIL)).orElse(""),
                shipping(),
                text("_customer_ip_address")
                        .filter(ip -> ip.matches("[0-9a-fA-F:.]{3,45}"))
                        .orElse(""),
                text("_customer_user_agent").orElse(""),
                notice.receipt(),
                suffix(notice.suffix(), number));
    }

    /** Returns the address; empty for an order that is not shipped. */
    private Optional<Address> shipping() {
        return text("_shipping_address_1")
                .filter(_ -> !name("shipping").isEmpty())
                .map(line -> new Address(
                        name("shipping"),
                        text("_shipping_phone").or(() -> text("_billing_phone")).orElse(""),
                        line,
                        text("_shipping_address_2").orElse(""),
                        text("_shipping_city").orElse(""),
                        text("_shipping_state").orElse(""),
                        text("_shipping_postcode").orElse(""),
                        text("_shipping_country")
                                .filter(code -> code.matches("[A-Z]{2}"))
                                .orElse("")));
    }

    private String name(String type) {
        String person = Stream.of("first_name", "last_name")
                .flatMap(part -> text("_" + type + "_" + part).stream())
                .collect(Collectors.joining(" "));
        return cut(person.isEmpty() ? text("_" + type + "_company").orElse("") : person);
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(meta.get(name)).map(ChargeDetailsMapper::cut);
    }

    private static String suffix(String template, String number) {
        String text = template.replace("{order}", number.replaceAll("[^A-Za-z0-9 .-]", ""));
        return text.substring(0, Math.min(text.length(), LONGEST_SUFFIX)).strip();
    }

    /** Returns a shop's name as people read it; WordPress stores it escaped for HTML. */
    private static String unescaped(String shop) {
        return shop.replace("&#039;", "'")
                .replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .strip();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
