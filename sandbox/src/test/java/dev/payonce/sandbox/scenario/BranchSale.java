package dev.payonce.sandbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.Metadata;
import dev.payonce.sandbox.server.Await;
import dev.payonce.sandbox.store.StoreOrder;
import dev.payonce.sandbox.stripe.Event;
import dev.payonce.sandbox.stripe.StripeSimulator;

/** One order of a branch that a shopper has paid, tagged by Payonce; nothing of it is delivered yet. */
final class BranchSale {

    private final Shop shop;
    private final Branch branch;
    private final StoreOrder order;
    private final Event paid;

    BranchSale(Shop shop, Branch branch, long seed) {
        this.shop = shop;
        this.branch = branch;
        this.order = branch.store().addOrders(seed, 1).getFirst();
        StripeSimulator stripe = shop.all().stripe();
        String intent = stripe.shopper().pay(Metadata.asked(order), order.currency(), Metadata.tag(branch, order));
        this.paid = stripe.events().last(intent, Sale.SUCCEEDED).orElseThrow();
    }

    long id() {
        return order.id();
    }

    String event() {
        return paid.id();
    }

    /** To the API of this branch or of another one. */
    Door.Answer tryToDeliverTo(Branch receiver) {
        return new Door(receiver.apiUrl(), shop.all().credentials())
                .post("stripe", shop.all().stripe().webhooks().forger().signed("as it came", paid.json()));
    }

    BranchSale deliver() {
        Door.Answer answer = tryToDeliverTo(branch);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return this;
    }

    void isPaidOnce() {
        String workflow = branch.name() + "-" + order.id();
        Await.until(workflow + " rests", Shop.PATIENCE, () -> shop.rests(workflow));
        assertThat(status()).isEqualTo("wc-processing");
        assertThat(branch.store().transitions(order.id())).hasSize(1);
        assertThat(branch.store().notes(order.id())).hasSize(1);
        assertThat(ledgerLines("paid")).isEqualTo(1);
    }

    void isUntouched() {
        assertThat(status()).isEqualTo("wc-pending");
        assertThat(branch.store().transitions(order.id())).isEmpty();
        assertThat(ledgerLines("%")).isZero();
    }

    private String status() {
        return branch.store().order(order.id()).orElseThrow().status();
    }

    private long ledgerLines(String like) {
        return branch.store()
                .sql()
                .sql("SELECT COUNT(*) FROM payonce.payonce_ledger WHERE store = ? AND order_id = ? AND entry LIKE ?")
                .params(branch.name(), order.id(), like)
                .query(Long.class)
                .single();
    }
}
