package dev.payonce.sandbox.demo;

import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.Journal;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The judge of saved cards: of renewals, and of shoppers who return. */
final class SavedCardJudge {

    private final List<Checkout> checkouts;
    private final List<Call> requests;
    private final Evidence evidence;

    /** @param requests those of Payonce to Stripe that may move money */
    SavedCardJudge(List<Checkout> checkouts, List<Call> requests, Evidence evidence) {
        this.checkouts = checkouts;
        this.requests = requests;
        this.evidence = evidence;
    }

    List<Verdict> verdicts() {
        return List.of(renewals(), returning());
    }

    private Verdict renewals() {
        List<Checkout> all =
                checkouts.stream().filter(each -> each.manner().isRenewal()).toList();
        long twice = all.stream()
                .filter(each -> each.manner() == Checkout.Manner.RENEWAL_TWICE)
                .count();
        return new Verdict(
                "I1",
                "a renewal is charged once, also when its hook fires twice",
                all.stream().flatMap(this::wrong).toList(),
                "renewals " + all.size() + ", of these hooks twice " + twice + ", charged once each");
    }

    private Stream<String> wrong(Checkout renewal) {
        long order = renewal.order().id();
        String number = Long.toString(order);
        long charges = evidence.journal().entries().stream()
                .filter(entry -> entry.kind() == Journal.Kind.CAPTURED)
                .filter(entry -> entry.order().filter(number::equals).isPresent())
                .count();
        Set<String> answered = renewal.results().last().keySet();
        boolean paid = answered.stream()
                .allMatch(key -> renewal.results().statuses(key).equals(Set.of("paid")));
        int hooks = renewal.manner() == Checkout.Manner.RENEWAL_TWICE ? 2 : 1;
        return charges == 1 && paid && answered.size() == hooks
                ? Stream.empty()
                : Stream.of("renewal " + order + " of " + hooks + " hooks was charged " + charges
                        + " times and answered " + renewal.results().last());
    }

    private Verdict returning() {
        List<Checkout> all = checkouts.stream()
                .filter(each -> !each.manner().isRenewal() && each.card().isPresent())
                .toList();
        List<String> wrong = all.stream().flatMap(this::ofAnother).toList();
        long charged = all.stream().filter(each -> !charges(each).isEmpty()).count();
        return new Verdict(
                "I2",
                "a saved card is charged for its own customer alone",
                charged == 0 ? List.of("no saved card was charged") : wrong,
                all.size() + " of "
                        + checkouts.stream()
                                .filter(each -> !each.manner().isRenewal())
                                .count() + " shoppers returned with one, " + charged + " were charged by it");
    }

    private Stream<String> ofAnother(Checkout one) {
        String customer = one.card().orElseThrow().customer();
        return charges(one).stream()
                .filter(call -> !customer.equals(call.params().get("customer"))
                        || !call.order()
                                .filter(Long.toString(one.order().id())::equals)
                                .isPresent())
                .map(call -> "the card of order " + one.order().id() + " was used by request " + call.number());
    }

    private List<Call> charges(Checkout one) {
        String method = one.card().orElseThrow().method();
        return requests.stream()
                .filter(call -> call.route() == Route.CREATE_INTENT)
                .filter(call -> method.equals(call.params().get("payment_method")))
                .toList();
    }
}
