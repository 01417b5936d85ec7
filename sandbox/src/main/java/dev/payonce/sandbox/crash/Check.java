package dev.payonce.sandbox.crash;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.servers.store.OrderRow;
import dev.payonce.servers.store.Transition;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The check of a purchase against the promises, at the sources: journal, store, histories. */
final class Check {

    private static final int REPLAYS = 2;
    private static final String STORE = "payonce_store";

    private final Installation all;
    private final Histories histories;
    private final List<String> wrong = new ArrayList<>();

    private Check(Installation all, Histories histories) {
        this.all = all;
        this.histories = histories;
    }

    /** Lists the faults of a purchase in words. */
    static List<String> of(Purchase purchase, Installation all, Histories histories) {
        Check check = new Check(all, histories);
        check.money(purchase);
        check.order(purchase);
        check.callback(purchase);
        check.answers(purchase);
        return check.wrong.stream().map(each -> purchase + " " + each).toList();
    }

    private void money(Purchase purchase) {
        String order = purchase.workflow();
        List<Journal.Entry> captured = all.stripe().journal().entries().stream()
                .filter(entry -> entry.kind() == Journal.Kind.CAPTURED && isOf(order, entry))
                .toList();
        expect(captured.size() == 1, "was charged " + captured.size() + " times");
        expect(
                captured.stream().allMatch(entry -> entry.amount() == purchase.asked()),
                "was charged another amount than it asks");
        long charges = keys(order, Route.CREATE_INTENT);
        expect(charges == (purchase.kind() == Kind.CHARGE ? 1 : 0), "was charged with " + charges + " keys");
        long refunds = keys(order, Route.CREATE_REFUND);
        expect(refunds == (purchase.kind() == Kind.REFUND ? 1 : 0), "was refunded with " + refunds + " keys");
        List<Journal.Entry> back = refunds(order);
        expect(back.size() == (purchase.kind().givesBack() ? 1 : 0), "was refunded " + back.size() + " times");
        expect(
                back.stream()
                        .allMatch(entry -> entry.amount() == purchase.refund().minor()),
                "was refunded another amount than was requested");
    }

    private long keys(String order, Route route) {
        return all.stripe().calls().posts().stream()
                .filter(call -> call.route() == route)
                .filter(call -> isOf(order, call.order(), call.params().get("metadata[" + STORE + "]")))
                .map(Call::key)
                .distinct()
                .count();
    }

    private List<Journal.Entry> refunds(String order) {
        return all.stripe().journal().refunds().stream()
                .filter(entry -> isOf(order, entry))
                .toList();
    }

    private boolean isOf(String order, Journal.Entry entry) {
        return isOf(order, entry.order(), entry.metadata().get(STORE));
    }

    /** Compares the store's name, too: another store in the account has orders with the same numbers. */
    private boolean isOf(String order, Optional<String> number, @Nullable String store) {
        return number.filter(order::equals).isPresent()
                && Objects.requireNonNullElse(store, "").equals(all.name());
    }

    private void order(Purchase purchase) {
        long id = purchase.order().id();
        boolean back = purchase.kind().givesBack();
        boolean gone = back && purchase.refund().whole();
        OrderRow row = all.store().order(id).orElseThrow();
        Optional<String> charge = purchase.intent().flatMap(all.stripe().shopper()::latestCharge);
        expect(row.status().equals(gone ? "wc-refunded" : "wc-processing"), "is " + row.status());
        expect(row.transaction().equals(charge), "names " + row.transaction() + ", charged is " + charge);
        List<Transition> moves = all.store().transitions(id);
        expect(moves.size() == (gone ? 2 : 1), "changed its status " + moves.size() + " times");
        int notes = all.store().notes(id).size();
        expect(notes == 1 + (back ? 1 : 0) + (gone ? 1 : 0), "has " + notes + " notes");
        expect(lines(id, "paid") == 1, "is paid " + lines(id, "paid") + " times in the ledger");
        long recorded = lines(id, "refund:%=done");
        expect(recorded == (back ? 1 : 0), "is refunded " + recorded + " times in the ledger");
    }

    private long lines(long order, String like) {
        return all.store()
                .sql()
                .sql("SELECT COUNT(*) FROM payonce.payonce_ledger WHERE store = ? AND order_id = ? AND entry LIKE ?")
                .params(all.name(), order, like)
                .query(Long.class)
                .single();
    }

    /** Checks that an acknowledged callback is in a history: the gateway does not send it again. */
    private void callback(Purchase purchase) {
        purchase.event()
                .filter(event -> all.stripe().webhooks().acknowledged().contains(event.id()))
                .filter(event -> !histories.callbacks(purchase.workflow()).contains(event.id()))
                .ifPresent(event ->
                        wrong.add("had the callback " + event.id() + ", which is acknowledged and in no history"));
    }

    private void answers(Purchase purchase) {
        purchase.pending().ifPresent(pending -> {
            expect(pending.isAnswered(), "got no final answer");
            for (int each = 0; each < REPLAYS; each++) {
                expect(pending.again(), "was requested again and got no replay");
            }
            expect(pending.answers().size() == 1, "got these answers: " + pending.answers());
            expect(
                    pending.answers().stream()
                            .allMatch(answer ->
                                    answer.says().equals(purchase.kind().answer())),
                    "got another answer than " + purchase.kind().answer());
        });
    }

    private void expect(boolean right, String otherwise) {
        if (!right) {
            wrong.add(otherwise);
        }
    }
}
