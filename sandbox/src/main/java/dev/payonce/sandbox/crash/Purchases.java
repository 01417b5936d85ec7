package dev.payonce.sandbox.crash;

import dev.payonce.sandbox.installation.Histories;
import dev.payonce.sandbox.installation.Installation;
import dev.payonce.servers.Await;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** The orders of one round: some at each point. Those that are refunded are paid before any process dies. */
final class Purchases {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<Purchase> all;

    private Purchases(List<Purchase> all) {
        this.all = all;
    }

    /** Returns when all of them may start. */
    static Purchases of(Installation all, Histories histories, Point.Program program, long seed, Random random) {
        Purchases purchases = new Purchases(Point.of(program).stream()
                .flatMap(point -> Kind.at(point, seed).stream().map(kind -> new Purchase(all, point, kind, random)))
                .toList());
        sell(purchases.all, histories);
        return purchases;
    }

    static void sell(List<Purchase> some, Histories histories) {
        some.forEach(Purchase::sell);
        some.stream()
                .filter(purchase -> purchase.kind().givesBack())
                .forEach(purchase -> Await.until(
                        purchase + " is paid", PATIENCE, () -> purchase.isAnswered() && purchase.isOver(histories)));
        some.forEach(purchase -> purchase.isSold(histories));
    }

    List<Purchase> at(Point point) {
        return all.stream().filter(purchase -> purchase.point() == point).toList();
    }
}
