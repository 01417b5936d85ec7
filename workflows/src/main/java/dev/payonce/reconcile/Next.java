package dev.payonce.reconcile;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.payonce.gateway.Lookup;
import dev.payonce.review.Review;
import java.time.Duration;
import java.util.List;

/** What an order's workflow does after everything true has been written. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "next")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Next.Rest.class, name = "rest"),
    @JsonSubTypes.Type(value = Next.RefreshAfter.class, name = "refreshAfter"),
    @JsonSubTypes.Type(value = Next.NeedsReview.class, name = "needsReview")
})
public sealed interface Next {

    /** Nothing is left to do; the next callback opens a new run. */
    record Rest() implements Next {}

    /** Look at these again after a while; zero means at once. */
    record RefreshAfter(Duration after, List<Lookup> what) implements Next {
        public RefreshAfter {
            what = List.copyOf(what);
        }
    }

    /**
     * A person has to look into it.
     *
     * @param meanwhile the next look, which a question never puts off: a gateway may still be working on another
     *     payment of the order
     */
    record NeedsReview(Review review, RefreshAfter meanwhile) implements Next {}
}
