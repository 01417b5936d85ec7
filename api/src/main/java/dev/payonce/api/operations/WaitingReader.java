package dev.payonce.api.operations;

import dev.payonce.api.http.LoggedFailure;
import dev.payonce.mysql.ledger.ReviewTable;
import dev.payonce.woocommerce.listed.MySqlListedOrders;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reader of the operators' list: all that needs a person. */
public final class WaitingReader {

    /** The most rows of each kind that are read. */
    public static final int MOST = 1_000;

    static final int PAGE = 100;

    private static final String SHOP = "MySQL, and that store.sql and plugin.sql were run again";

    private static final Logger LOG = LoggerFactory.getLogger(WaitingReader.class);

    private final WaitingList list;
    private final String store;
    private final InstantSource clock;

    /** @param store the name of the store in its mode */
    public WaitingReader(WaitingList list, String store, InstantSource clock) {
        this.list = list;
        this.store = store;
        this.clock = clock;
    }

    /** Reads the rows that the filter lets pass. Throws while MySQL is away. */
    public WaitingPage read(WaitingFilter filter) {
        return page(found(filter), filter);
    }

    /** Reads all rows that the filter lets pass as one page. Throws while MySQL is away. */
    public WaitingPage all(WaitingFilter filter) {
        Found found = known(found(filter));
        List<Waiting> rows = matching(found, filter);
        return new WaitingPage(rows.size(), found.whole(filter), found.temporal(), found.shop(), rows, null);
    }

    /** Reads all rows of the kinds that the filter wants. Throws while MySQL is away. */
    public Found found(WaitingFilter filter) {
        List<Waiting> all = new ArrayList<>();
        if (filter.wants(Waiting.Kind.REVIEW) || filter.wants(Waiting.Kind.PROPOSAL)) {
            list.reviews().apply(MOST).stream()
                    .map(review -> WaitingRows.of(review, clock.instant()))
                    .filter(row -> filter.wants(row.of()))
                    .forEach(all::add);
        }
        if (filter.wants(Waiting.Kind.UNASSIGNED)) {
            list.unassigned().apply(MOST).stream().map(WaitingRows::of).forEach(all::add);
        }
        boolean temporal = !filter.wants(Waiting.Kind.STALLED)
                || added(
                        all,
                        "Temporal",
                        () -> list.stalled().apply(MOST).stream().map(run -> WaitingRows.of(run, store)));
        boolean effects = !filter.wants(Waiting.Kind.EFFECT)
                || added(all, SHOP, () -> list.overdue().apply(MOST).stream().map(WaitingRows::of));
        return new Found(all, temporal, effects);
    }

    /** Returns the rows with the gateways, totals and shoppers of their orders. */
    private Found known(Found found) {
        Set<Long> numbers = found.rows().stream()
                .flatMap(row -> Stream.ofNullable(row.order()))
                .collect(Collectors.toSet());
        Map<ReviewTable.Key, String> gateways = list.gateways().apply(numbers);
        List<Waiting> known = new ArrayList<>();
        boolean shop = added(known, SHOP, () -> {
            Map<Long, MySqlListedOrders.Row> orders = list.orders().apply(numbers);
            return found.rows().stream()
                    .map(row -> row.order() == null
                            ? row
                            : row.with(Optional.ofNullable(orders.get(row.order())), gateways.get(row.key())));
        });
        return new Found(shop ? known : found.rows(), found.temporal(), found.shop() && shop);
    }

    /** Returns a page of these rows. Only its own rows are asked for, unless the filter is about what their orders tell. */
    public WaitingPage page(Found found, WaitingFilter filter) {
        Found all = filter.needsOrders() ? known(found) : found;
        List<Waiting> matching = matching(all, filter);
        List<Waiting> rows =
                matching.stream().skip((filter.page() - 1L) * PAGE).limit(PAGE).toList();
        Found shown = new Found(rows, all.temporal(), all.shop());
        Found known = filter.needsOrders() ? shown : known(shown);
        boolean more = matching.size() > filter.page() * PAGE;
        return new WaitingPage(
                matching.size(),
                all.whole(filter),
                known.temporal(),
                known.shop(),
                known.rows(),
                more ? filter.page() + 1 : null);
    }

    private List<Waiting> matching(Found found, WaitingFilter filter) {
        Instant now = clock.instant();
        Comparator<Waiting> oldest = Comparator.comparing(Waiting::sortedBy);
        return found.rows().stream()
                .filter(row -> filter.wants(row.of()))
                .filter(row -> filter.matches(row, now))
                .sorted(filter.newest() ? oldest.reversed() : oldest)
                .toList();
    }

    /** Adds a source's rows. Returns false while it cannot be asked: the other rows are shown all the same. */
    private static boolean added(List<Waiting> all, String source, Supplier<Stream<Waiting>> rows) {
        try {
            all.addAll(rows.get().toList());
            return true;
        } catch (RuntimeException away) {
            LOG.warn("The operators' list lacks rows: {}. Check {}", LoggedFailure.why(away), source);
            return false;
        }
    }

    /**
     * The rows that were read.
     *
     * @param temporal false while Temporal cannot be asked, so that no stalled payment is among them
     * @param shop false while the shop's tables cannot be read
     */
    public record Found(List<Waiting> rows, boolean temporal, boolean shop) {

        public Found {
            rows = List.copyOf(rows);
        }

        /** Returns the rows of a kind, oldest first. */
        public List<Waiting> of(Waiting.Kind kind) {
            return rows.stream()
                    .filter(row -> row.of() == kind)
                    .sorted(Comparator.comparing(Waiting::sortedBy))
                    .toList();
        }

        boolean whole(WaitingFilter filter) {
            return Stream.of(Waiting.Kind.values())
                    .filter(filter::wants)
                    .allMatch(kind ->
                            rows.stream().filter(row -> row.of() == kind).count() < MOST);
        }
    }
}
