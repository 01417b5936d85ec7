package dev.payonce.api.operations;

import dev.payonce.api.http.LoggedFailure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reader of the operators' list: reviews, stalled payments, and money without an order. */
public final class WaitingReader {

    /** The most rows of each kind that are read. */
    public static final int MOST = 1_000;

    static final int PAGE = 100;

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

    /** Reads all rows of the kinds that the filter wants. Throws while MySQL is away. */
    public Found found(WaitingFilter filter) {
        List<Waiting> all = new ArrayList<>();
        if (filter.wants(Waiting.Kind.REVIEW)) {
            list.reviews().apply(MOST).stream()
                    .map(review -> WaitingRows.of(review, clock.instant()))
                    .forEach(all::add);
        }
        if (filter.wants(Waiting.Kind.UNASSIGNED)) {
            list.unassigned().apply(MOST).stream().map(WaitingRows::of).forEach(all::add);
        }
        boolean temporal = !filter.wants(Waiting.Kind.STALLED) || addStalled(all);
        return new Found(all, temporal);
    }

    /** Returns a page of these rows. */
    public WaitingPage page(Found found, WaitingFilter filter) {
        Instant now = clock.instant();
        Comparator<Waiting> oldest = Comparator.comparing(Waiting::sortedBy);
        List<Waiting> matching = found.rows().stream()
                .filter(row -> filter.wants(row.of()))
                .filter(row -> filter.matches(row, now))
                .sorted(filter.newest() ? oldest.reversed() : oldest)
                .toList();
        List<Waiting> rows =
                matching.stream().skip((filter.page() - 1L) * PAGE).limit(PAGE).toList();
        boolean more = matching.size() > filter.page() * PAGE;
        return new WaitingPage(
                matching.size(), found.whole(filter), found.temporal(), rows, more ? filter.page() + 1 : null);
    }

    /** Returns false while Temporal cannot be asked: the other rows are shown all the same. */
    private boolean addStalled(List<Waiting> all) {
        try {
            list.stalled().apply(MOST).stream()
                    .map(run -> WaitingRows.of(run, store))
                    .forEach(all::add);
            return true;
        } catch (RuntimeException away) {
            LOG.warn("The stalled payments cannot be listed: {}. Check Temporal", LoggedFailure.why(away));
            return false;
        }
    }

    /**
     * The rows that were read.
     *
     * @param temporal false while Temporal cannot be asked, so that no stalled payment is among them
     */
    public record Found(List<Waiting> rows, boolean temporal) {

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
