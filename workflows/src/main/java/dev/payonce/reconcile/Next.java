package dev.payonce.reconcile;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.payonce.gateway.Lookup;
import dev.payonce.review.Review;
import java.time.Duration;
import java.util.List;

/** The next step of an order's workflow after a reconciliation. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "next")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Next.Rest.class, name = "rest"),
    @JsonSubTypes.Type(value = Next.RefreshAfter.class, name = "refreshAfter"),
    @JsonSubTypes.Type(value = Next.NeedsReview.class, name = "needsReview")
})
public sealed interface Next {

    /** The end of the run; the next callback opens a new one. */
    record Rest() implements Next {}

    /** A refresh of these objects after a while; zero means at once. */
    record RefreshAfter(Duration after, List<Lookup> what) implements Next {
        public RefreshAfter {
            what = List.copyOf(what);
        }
    }

    /**
     * The manual review that an operator has to decide.
     *
     * @param meanwhile the next refresh, which a review never puts off: a gateway may still be working on another
     *     payment of the order
     */
    record NeedsReview(Review review, RefreshAfter meanwhile) implements Next {}
}
