package dev.payonce.gateway;

import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A lookup of objects at one gateway account.
 *
 * @param objects ids of payments, refunds or disputes; a gateway is asked for at most {@link #MOST} of them at once
 */
public record Lookup(String gateway, ExternalIds objects) {

    /** The most objects of one lookup; more would not fit into an activity's time and need several lookups. */
    public static final int MOST = 10;

    public static Lookup of(Payment payment) {
        return of(payment.gateway(), payment.id());
    }

    public static Lookup of(String gateway, String object) {
        return new Lookup(gateway, ExternalIds.of(object));
    }

    /** Merges lookups to one for each gateway. */
    public static List<Lookup> merged(Collection<Lookup> lookups) {
        Map<String, ExternalIds> byGateway = new TreeMap<>();
        lookups.forEach(lookup -> byGateway.merge(lookup.gateway(), lookup.objects(), ExternalIds::and));
        return byGateway.entrySet().stream()
                .map(each -> new Lookup(each.getKey(), each.getValue()))
                .toList();
    }

    /** Returns the same lookup in parts of a size that a gateway answers. */
    public List<Lookup> parts() {
        List<String> ids = List.copyOf(objects.all());
        List<Lookup> parts = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += MOST) {
            parts.add(new Lookup(gateway, ExternalIds.of(ids.subList(from, Math.min(from + MOST, ids.size())))));
        }
        return parts;
    }
}
