package dev.payonce.order;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The set of names that one thing has in the outside world: {@code pi_1} and {@code ch_1} are one payment. Sorted, so
 * that the same names are always written the same way; blanks are no names.
 */
public record ExternalIds(@JsonValue SortedSet<String> all) {

    public static final ExternalIds NONE = new ExternalIds(Collections.emptySortedSet());

    public ExternalIds {
        SortedSet<String> named = new TreeSet<>(all);
        named.removeIf(String::isBlank);
        all = Collections.unmodifiableSortedSet(named);
    }

    @JsonCreator
    public static ExternalIds of(Collection<String> all) {
        return new ExternalIds(new TreeSet<>(all));
    }

    public static ExternalIds of(String... all) {
        return of(java.util.List.of(all));
    }

    /** Returns true when both know at least one common name. */
    public boolean meet(ExternalIds other) {
        return !Collections.disjoint(all, other.all);
    }

    public boolean contains(String name) {
        return all.contains(name);
    }

    public boolean none() {
        return all.isEmpty();
    }

    public ExternalIds and(ExternalIds other) {
        SortedSet<String> both = new TreeSet<>(all);
        both.addAll(other.all);
        return new ExternalIds(both);
    }
}
