package dev.payonce.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.gateway.Lookup;
import dev.payonce.gateway.Observation;
import dev.payonce.ledger.Entry;
import dev.payonce.ledger.PaymentHistory;
import dev.payonce.money.Money;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of how every implementation of {@code Orders} finds the order of a payment. */
public abstract class OrderMatchingContract {

    private static final AtomicLong LAST = new AtomicLong(41_000);

    /** Each test takes an order of its own, so that tests may share a store. */
    protected final long number = LAST.incrementAndGet();

    protected final String rawKey = "wc_order_k" + number;
    protected final String intent = "pi_Contract" + number;
    protected final String charge = "ch_Contract" + number;

    protected abstract Orders orders();

    /** Returns the history of the same ledger. */
    protected abstract PaymentHistory timelines();

    protected abstract Clock clock();

    protected abstract String store();

    /** Returns the shop's address. */
    protected abstract String site();

    /** Puts an order into the store, or another one in its place, as WooCommerce would. */
    protected abstract void given(OrderId id, String rawKey, Order.Status status, Money total);

    /** Lets another plugin record a gateway's id on the order, before it is paid. */
    protected abstract void recorded(OrderId id, String intent);

    /** Moves the order behind Payonce's back, as PHP does. */
    protected abstract void moved(OrderId id, Order.Status to);

    /** Returns the order's present state. */
    protected abstract Order order(OrderId id);

    /** Returns the order's notes, oldest first. */
    protected abstract List<String> notes(OrderId id);

    /** Returns the ledger's lines of the order that has this number now, oldest first. */
    protected abstract List<Entry> ledger(OrderId id);

    @Test
    void aPaymentWithOurTagIsFoundByIt() {
        assertThat(orders().match(List.of(tagged(site())))).isEqualTo(new Orders.Match.Found(id()));
    }

    @Test
    void S32_aTagOrAClaimThatNamesAnotherShopIsNotOurs() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        Payment elsewhere = claiming(rawKey, Long.toString(number), "https://staging.example");

        assertThat(orders().match(List.of(tagged("https://staging.example")))).isInstanceOf(Orders.Match.NotOurs.class);
        assertThat(orders().match(List.of(elsewhere))).isInstanceOf(Orders.Match.NotOurs.class);
    }

    @Test
    void anOrdersOwnKeyProvesWhoseAPaymentIs() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));

        assertThat(orders().match(List.of(claiming(rawKey, Long.toString(number), site()))))
                .isEqualTo(new Orders.Match.Found(id()));
        assertThat(orders().match(List.of(claiming(rawKey, "R-2026-17", site()))))
                .isEqualTo(new Orders.Match.Found(id()));
    }

    @Test
    void anOrdersNumberAloneProvesNothing() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));

        assertThat(orders().match(List.of(claiming("wc_order_other", Long.toString(number), site()))))
                .isInstanceOf(Orders.Match.NotYet.class);
    }

    @Test
    void aNameOnTheOrderProvesWhoseAPaymentIs() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        Payment bare = bare("", 4990).made();
        assertThat(orders().match(List.of(bare))).isInstanceOf(Orders.Match.NotYet.class);

        recorded(id(), intent);

        assertThat(orders().match(List.of(bare))).isEqualTo(new Orders.Match.Found(id()));
    }

    @Test
    void aNameInTheLedgerProvesWhoseAPaymentIs() {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        reconcile(id(), captured(4990));
        moved(id(), Order.Status.REFUNDED);

        Payment bare = bare("", 4990).made();

        assertThat(orders().match(List.of(bare))).isEqualTo(new Orders.Match.Found(id()));
    }

    /** Renewals and copied orders bear the id of their parent's payment, which names the parent without its key. */
    @Test
    void F14_anIdWhosePaymentNamesAnotherOrderProvesNothing() {
        long parent = LAST.incrementAndGet();
        given(new OrderId(store(), parent), "wc_order_k" + parent, Order.Status.PROCESSING, euros(4990));
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        recorded(id(), intent);

        reconcile(id(), naming(Long.toString(parent)));

        assertThat(order(id()).status()).isEqualTo(Order.Status.PENDING);
        assertThat(ledger(id())).isEmpty();
    }

    /** A numbering plugin made that number up, or it is the order's own. */
    @ParameterizedTest
    @ValueSource(strings = {"999999999", "2026-0017", "own"})
    void F14_aNumberThatNoOtherOrderHasLeavesTheProof(String claimed) {
        given(id(), rawKey, Order.Status.PENDING, euros(4990));
        recorded(id(), intent);

        reconcile(id(), naming(claimed.equals("own") ? Long.toString(number) : claimed));

        assertThat(order(id()).status()).isEqualTo(Order.Status.PROCESSING);
    }

    private Payment naming(String other) {
        return bare("", 4990).claimed("", other, Fingerprint.ofSite(site())).made();
    }

    protected final OrderId id() {
        return new OrderId(store(), number);
    }

    protected final Reconciliation reconcile(OrderId order, Payment... seen) {
        Lookup asked = new Lookup("stripe", ExternalIds.of(intent));
        Observation observation = Observation.of(asked, List.of(seen), ExternalIds.NONE);
        return orders().reconcile(new ReconcileCommand(
                order, observation, clock().instant(), List.of(), List.of(), "callback evt_Contract"));
    }

    /** Returns a payment of this test's order by the shop's existing plugin. */
    protected final Payment captured(long minor) {
        return claiming(bare("", minor), rawKey, Long.toString(number), site());
    }

    protected static Money euros(long minor) {
        return new Money(minor, "EUR");
    }

    protected Payment tagged(String site) {
        return bare("", 4990)
                .tagged(store(), Fingerprint.ofSite(site), number, Fingerprint.ofOrderKey(rawKey), 1)
                .made();
    }

    protected Payment claiming(String key, String number, String site) {
        return claiming(bare("", 4990), key, number, site);
    }

    protected static Payment claiming(PaymentBuilder payment, String key, String number, String site) {
        return payment.claimed(Fingerprint.ofOrderKey(key), number, Fingerprint.ofSite(site))
                .made();
    }

    /** Returns a captured payment without a proof of its owner; {@code other} tells it from this test's other payments. */
    protected PaymentBuilder bare(String other, long minor) {
        return PaymentBuilder.of(intent + other, euros(minor))
                .transaction(charge + other)
                .captured()
                .seenAt(clock().instant());
    }
}
