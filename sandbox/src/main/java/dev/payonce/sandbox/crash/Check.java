package dev.payonce.sandbox.crash;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.sandbox.store.OrderRow;
import dev.payonce.sandbox.store.Transition;
import dev.payonce.sandbox.stripe.http.Call;
import dev.payonce.sandbox.stripe.http.Route;
import dev.payonce.sandbox.stripe.state.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what became of a purchase with what is promised, from where it cannot lie: journal, store, histories. */
final class Check {

    private static final int REPLAYS = 2;

    private final Installation all;
    private final Histories histories;
    private final List<String> wrong = new ArrayList<>();

    private Check(Installation all, Histories histories) {
        this.all = all;
        this.histories = histories;
    }

    /** What is wrong, in words; nothing when all is right. */
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
                .filter(entry -> entry.kind() == Journal.Kind.CAPTURED)
                .filter(entry -> entry.order().filter(order::equals).isPresent())
                .toList();
        expect(captured.size() == 1, "was charged " + captured.size() + " times");
        expect(
                captured.stream().allMatch(entry -> entry.amount() == purchase.asked()),
                "was charged something else than it asks");
        long charges = keys(order, Route.CREATE_INTENT);
        expect(charges == (purchase.kind() == Kind.CHARGE ? 1 : 0), "was charged with " + charges + " keys");
        long refunds = keys(order, Route.CREATE_REFUND);
        expect(refunds == (purchase.kind() == Kind.REFUND ? 1 : 0), "was refunded with " + refunds + " keys");
        List<Journal.Entry> back = refunds(order);
        expect(back.size() == (purchase.kind().givesBack() ? 1 : 0), "was refunded " + back.size() + " times");
        expect(
                back.stream()
                        .allMatch(entry -> entry.amount() == purchase.refund().minor()),
                "was refunded something else than was wished for");
    }

    private long keys(String order, Route route) {
        return all.stripe().calls().posts().stream()
                .filter(call -> call.route() == route)
                .filter(call -> call.order().filter(order::equals).isPresent())
                .map(Call::key)
                .distinct()
                .count();
    }

    private List<Journal.Entry> refunds(String order) {
        return all.stripe().journal().refunds().stream()
                .filter(entry -> entry.order().filter(order::equals).isPresent())
                .toList();
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
        expect(moves.size() == (gone ? 2 : 1), "was moved " + moves.size() + " times");
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

    /** Whoever was told that it has arrived does not send it again: then it has to be in a history. */
    private void callback(Purchase purchase) {
        purchase.event()
                .filter(event -> all.stripe().webhooks().acknowledged().contains(event.id()))
                .filter(event -> !histories.callbacks(purchase.workflow()).contains(event.id()))
                .ifPresent(event -> wrong.add("was told of by " + event.id() + ", which is acknowledged and nowhere"));
    }

    private void answers(Purchase purchase) {
        purchase.asking().ifPresent(asking -> {
            expect(asking.isAnswered(), "got no final answer");
            for (int each = 0; each < REPLAYS; each++) {
                expect(asking.again(), "was asked for again and got no replay");
            }
            expect(asking.answers().size() == 1, "got these answers: " + asking.answers());
            expect(
                    asking.answers().stream()
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
