package dev.payonce.woocommerce;

import dev.payonce.order.Names;
import dev.payonce.payment.Entry;
import dev.payonce.payment.Fact;
import dev.payonce.payment.Payment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every name that a payment, a refund or a dispute is known by. */
final class Naming {

    private Naming() {}

    /** The payment's own names and those of the money on its way back. */
    static Names of(Payment payment) {
        return payment.returns().stream().map(back -> Names.of(back.id())).reduce(payment.names(), Names::and);
    }

    /** What these lines name, with the gateway that names it so. Sorted, so that two writers lock rows alike. */
    static Map<String, String> of(List<Entry> lines) {
        Map<String, String> gatewayByName = new TreeMap<>();
        for (Entry line : lines) {
            switch (line.fact()) {
                case Fact.Sighted seen -> put(gatewayByName, seen.names(), seen.gateway());
                case Fact.Paid paid -> put(gatewayByName, paid.names(), paid.gateway());
                case Fact.Returned returned -> gatewayByName.put(returned.back().id(), returned.gateway());
                case Fact.Moved _,
                        Fact.Unfound _,
                        Fact.Opened _,
                        Fact.Resolved _,
                        Fact.Asked _,
                        Fact.Decided _,
                        Fact.Closed _ -> {}
            }
        }
        return gatewayByName;
    }

    private static void put(Map<String, String> gatewayByName, Names names, String gateway) {
        names.all().forEach(name -> gatewayByName.put(name, gateway));
    }
}
