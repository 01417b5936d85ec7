package dev.payonce.order;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All the names that one thing has in the outside world: {@code pi_1} and {@code ch_1} are one payment. Sorted, so
 * that the same names are always written the same way; blanks are no names.
 */
public record Names(@JsonValue SortedSet<String> all) {

    public static final Names NONE = new Names(Collections.emptySortedSet());

    public Names {
        SortedSet<String> named = new TreeSet<>(all);
        named.removeIf(String::isBlank);
        all = Collections.unmodifiableSortedSet(named);
    }

    @JsonCreator
    public static Names of(Collection<String> all) {
        return new Names(new TreeSet<>(all));
    }

    public static Names of(String... all) {
        return of(java.util.List.of(all));
    }

    /** True when both know at least one common name. */
    public boolean meet(Names other) {
        return !Collections.disjoint(all, other.all);
    }

    public boolean contains(String name) {
        return all.contains(name);
    }

    public boolean none() {
        return all.isEmpty();
    }

    public Names and(Names other) {
        SortedSet<String> both = new TreeSet<>(all);
        both.addAll(other.all);
        return new Names(both);
    }
}
