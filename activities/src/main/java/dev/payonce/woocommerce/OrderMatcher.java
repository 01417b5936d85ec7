package dev.payonce.woocommerce;

import dev.payonce.mysql.Database;
import dev.payonce.mysql.StoreSettings;
import dev.payonce.mysql.TableNames;
import dev.payonce.mysql.ledger.ExternalIdExtractor;
import dev.payonce.mysql.ledger.LedgerTable;
import dev.payonce.mysql.ledger.UnassignedTable;
import dev.payonce.order.ExternalIds;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.Order;
import dev.payonce.order.OrderId;
import dev.payonce.payment.Payment;
import dev.payonce.reconcile.Orders.Match;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The search for the order that a payment is for. Reads only, without a lock: what it finds is where to knock; whether
 * the payment really is that order's is decided under the lock.
 */
final class OrderMatcher {

    private final Database database;
    private final String store;
    private final LedgerTable ledgers;
    private final UnassignedTable unassigned;
    private final OrderSearch inTables;
    private final OrderSearch amongPosts;

    OrderMatcher(Database database, StoreSettings settings) {
        this.database = database;
        this.store = settings.store();
        TableNames tables = new TableNames(settings);
        this.ledgers = new LedgerTable(tables);
        this.unassigned = new UnassignedTable(tables);
        this.inTables = new OrderSearch(database, settings, OrderQueries.TABLES);
        this.amongPosts = new OrderSearch(database, settings, OrderQueries.POSTS);
    }

    /**
     * Returns the match of the first payment that leads to an order; another shop's is only what every payment names.
     */
    Match match(List<Payment> payments, StoreGuard.Pinned shop, Instant now) {
        OrderSearch search = search(shop);
        boolean foreign = !payments.isEmpty();
        for (Payment payment : payments) {
            Match match = match(payment, search, shop.sites(), now);
            if (match instanceof Match.Found) {
                return match;
            }
            foreign &= match instanceof Match.NotOurs;
        }
        return foreign ? new Match.NotOurs() : new Match.NotYet();
    }

    /** Records another shop's address, for the shadow report: it may be this shop's own, written otherwise. */
    void otherSite(String site, Instant now) {
        unassigned.otherSite(database.sql(), store, site, now);
    }

    private Match match(Payment payment, OrderSearch search, ExternalIds sites, Instant now) {
        if (payment.tag().isPresent()) {
            Payment.Tag tag = payment.tag().get();
            return tag.store().equals(store) && sites.contains(tag.site()) && tag.order() > 0
                    ? found(tag.order())
                    : new Match.NotOurs();
        }
        boolean elsewhere = payment.claim()
                .map(Payment.Claim::site)
                .filter(site -> !site.isBlank() && !sites.contains(site))
                .isPresent();
        if (elsewhere) {
            return new Match.NotOurs();
        }
        return owner(payment)
                .or(() -> payment.claim().flatMap(claim -> byNumberAndKey(search, claim)))
                .or(() -> payment.claim().flatMap(search::byDisplayNumber))
                .or(() -> OrderSearch.only(search.recorded(payment.externalIds(), now)))
                .or(() -> payment.claim().flatMap(claim -> search.byKey(claim, now)))
                .map(this::found)
                .orElseGet(() -> {
                    if (bindsMoney(payment) && namesThisShop(payment, search, sites, now)) {
                        unassigned.write(database.sql(), store, payment, now);
                    }
                    return new Match.NotYet();
                });
    }

    /**
     * Returns the order, on which an ID proves nothing whose payment names another order that exists.
     *
     * @param sql the reconciliation's own connection: it holds the order's lock, and must not wait for a second one
     */
    Order withoutOthers(JdbcClient sql, Order order, List<Payment> payments, StoreGuard.Pinned shop) {
        Order proving = order;
        for (Payment payment : payments) {
            if (payment.namesInsteadOf(order)
                    .flatMap(number -> search(shop).rawKey(sql, number))
                    .isPresent()) {
                proving = proving.sharing(payment.externalIds());
            }
        }
        return proving;
    }

    private OrderSearch search(StoreGuard.Pinned shop) {
        return shop.hpos() ? inTables : amongPosts;
    }

    private static boolean bindsMoney(Payment payment) {
        return payment.holdsMoney() || payment.disputed();
    }

    /** Returns true for the shop's own address, and for an id that several of its orders record. */
    private boolean namesThisShop(Payment payment, OrderSearch search, ExternalIds sites, Instant now) {
        boolean site =
                payment.claim().map(Payment.Claim::site).filter(sites::contains).isPresent();
        return site
                || owners(payment).size() > 1
                || search.recorded(payment.externalIds(), now).size() > 1;
    }

    private Match found(long order) {
        return new Match.Found(new OrderId(store, order));
    }

    private Optional<Long> owner(Payment payment) {
        return OrderSearch.only(owners(payment));
    }

    private Set<Long> owners(Payment payment) {
        Set<Long> owners = new TreeSet<>();
        ledgers.owners(database.sql(), store, Set.of(payment.gateway()), ExternalIdExtractor.of(payment))
                .values()
                .forEach(owner -> owners.add(owner.order()));
        return owners;
    }

    private Optional<Long> byNumberAndKey(OrderSearch search, Payment.Claim claim) {
        if (!claim.number().matches("[1-9][0-9]{0,17}") || claim.orderKey().isBlank()) {
            return Optional.empty();
        }
        long number = Long.parseLong(claim.number());
        return search.rawKey(database.sql(), number)
                .filter(key -> Fingerprint.ofOrderKey(key).equals(claim.orderKey()))
                .map(_ -> number);
    }
}
