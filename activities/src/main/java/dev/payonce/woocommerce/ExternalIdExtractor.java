package dev.payonce.woocommerce;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every name that a payment, a refund or a dispute is known by. */
final class ExternalIdExtractor {

    private ExternalIdExtractor() {}

    /** The payment's own names and those of the money on its way back. */
    static ExternalIds of(Payment payment) {
        return payment.reversals().stream()
                .map(reversal -> ExternalIds.of(reversal.id()))
                .reduce(payment.externalIds(), ExternalIds::and);
    }

    /** What these lines name, with the gateway that names it so. Sorted, so that two writers lock rows alike. */
    static Map<String, String> of(List<Entry> lines) {
        Map<String, String> gatewayByName = new TreeMap<>();
        for (Entry line : lines) {
            switch (line.fact()) {
                case Fact.PaymentObserved seen -> put(gatewayByName, seen.externalIds(), seen.gateway());
                case Fact.Paid paid -> put(gatewayByName, paid.externalIds(), paid.gateway());
                case Fact.ReversalObserved returned ->
                    gatewayByName.put(returned.reversal().id(), returned.gateway());
                default -> {}
            }
        }
        return gatewayByName;
    }

    private static void put(Map<String, String> gatewayByName, ExternalIds externalIds, String gateway) {
        externalIds.all().forEach(name -> gatewayByName.put(name, gateway));
    }
}
