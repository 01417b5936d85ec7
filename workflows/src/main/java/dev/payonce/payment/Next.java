package dev.payonce.payment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.List;

/** What an order's workflow does after everything true has been written. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "next")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Next.Rest.class, name = "rest"),
    @JsonSubTypes.Type(value = Next.Look.class, name = "look"),
    @JsonSubTypes.Type(value = Next.Ask.class, name = "ask")
})
public sealed interface Next {

    /** Nothing is left to do; the next callback opens a new run. */
    record Rest() implements Next {}

    /** Look at these again after a while; zero means at once. */
    record Look(Duration after, List<Lookup> what) implements Next {
        public Look {
            what = List.copyOf(what);
        }
    }

    /**
     * A person has to look into it.
     *
     * @param meanwhile the next look, which a question never puts off: a gateway may still be working on another
     *     payment of the order
     */
    record Ask(Question question, Look meanwhile) implements Next {}
}
