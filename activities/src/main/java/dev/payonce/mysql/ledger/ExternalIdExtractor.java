package dev.payonce.mysql.ledger;

import dev.payonce.ledger.Entry;
import dev.payonce.ledger.Fact;
import dev.payonce.order.ExternalIds;
import dev.payonce.payment.Payment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The extraction of every name of a payment, a refund or a dispute. */
public final class ExternalIdExtractor {

    private ExternalIdExtractor() {}

    /** Returns the payment's own names and those of its reversals. */
    public static ExternalIds of(Payment payment) {
        return payment.reversals().stream()
                .map(reversal -> ExternalIds.of(reversal.id()))
                .reduce(payment.externalIds(), ExternalIds::and);
    }

    /** Returns the names in these lines, with their gateway. Sorted, so that two writers lock rows alike. */
    public static Map<String, String> of(List<Entry> lines) {
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
