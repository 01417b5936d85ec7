package dev.payonce.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.payonce.gateway.MethodUse;
import dev.payonce.gateway.Operation;
import dev.payonce.order.Fingerprint;
import dev.payonce.order.OrderId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request of the shop about an order's payment. The amount to pay is never part of it: that is read from the store.
 * Each has the fingerprint of the caller's idempotency key.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "request")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Request.Pay.class, name = "pay"),
    @JsonSubTypes.Type(value = Request.Capture.class, name = "capture"),
    @JsonSubTypes.Type(value = Request.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = Request.Refund.class, name = "refund"),
    @JsonSubTypes.Type(value = Request.Refresh.class, name = "refresh")
})
public sealed interface Request {

    String key();

    /** Returns the name of the caller's token, for the ledger; empty where none is known. */
    String caller();

    /** Returns an operator's reason; empty for a request of the shop. */
    default String why() {
        return "";
    }

    /** Returns the actor of the ledger's lines that the request brings about. */
    default String actor() {
        return why().isEmpty()
                ? "request " + key() + (caller().isEmpty() ? "" : " of " + caller())
                : "operator " + caller() + " (request " + key() + "): " + why();
    }

    /** Returns the text; an empty one is left out of what travels. */
    private static String orNone(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    /** Returns everything that was asked, as one text; it must not change from one release to the next. */
    String asked();

    /** Returns the fingerprint of the request; the same key with another fingerprint is refused. */
    default String fingerprint(OrderId order) {
        return Fingerprint.of(order.workflowId() + "\n" + asked());
    }

    /**
     * The request to charge the order.
     *
     * @param gateway the gateway account's name
     * @param method the gateway's token for how to pay; never card data
     * @param manual authorize now, capture later
     * @param returnTo where the gateway sends the shopper back to, with {@link #ORDER_KEY} in the place of
     * WooCommerce's raw order key; empty where the shopper is sent nowhere
     * @param offSession the shopper is absent
     * @param use how the method is used beyond this payment; empty for {@link MethodUse#ONCE}
     */
    record Pay(
            String key,
            String gateway,
            String method,
            boolean manual,
            String returnTo,
            boolean offSession,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String caller,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<MethodUse> use)
            implements Request {
        public Pay {
            caller = orNone(caller);
        }

        public Pay(
                String key,
                String gateway,
                String method,
                boolean manual,
                String returnTo,
                boolean offSession,
                String caller) {
            this(key, gateway, method, manual, returnTo, offSession, caller, Optional.empty());
        }

        @Override
        public String asked() {
            return String.join("\n", "pay", gateway, method, manual + "", returnTo, offSession + "")
                    + use.map(MethodUse::text).orElse("");
        }
    }

    /**
     * The placeholder of the raw order key; its holder can pay and see the order, so it is filled in when the request
     * is sent.
     */
    String ORDER_KEY = "{order_key}";

    /**
     * The request to capture an authorization.
     *
     * @param minor how much, in minor units of the order's currency; empty for all that is left
     * @param last false when more will be captured of the same authorization
     */
    record Capture(
            String key,
            Optional<Long> minor,
            boolean last,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String caller,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String why)
            implements Request {
        public Capture {
            caller = orNone(caller);
            why = orNone(why);
        }

        public Capture(String key, Optional<Long> minor, boolean last, String caller) {
            this(key, minor, last, caller, "");
        }

        @Override
        public String asked() {
            return String.join("\n", "capture", minor.map(Object::toString).orElse(""), last + "");
        }
    }

    /** The request to void an authorized or open payment. */
    record Cancel(
            String key,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String caller,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String why)
            implements Request {
        public Cancel {
            caller = orNone(caller);
            why = orNone(why);
        }

        public Cancel(String key, String caller) {
            this(key, caller, "");
        }

        @Override
        public String asked() {
            return "cancel";
        }
    }

    /**
     * The request to refund captured money.
     *
     * @param minor how much, in minor units of the payment's currency; empty for all that is left
     * @param storeRefund WooCommerce's id of its own refund: the same refund under whatever key; 0 where there is none
     */
    record Refund(
            String key,
            Optional<Long> minor,
            long storeRefund,
            Operation.Refund.RefundReason reason,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String caller,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String why)
            implements Request {
        public Refund {
            caller = orNone(caller);
            why = orNone(why);
        }

        public Refund(
                String key,
                Optional<Long> minor,
                long storeRefund,
                Operation.Refund.RefundReason reason,
                String caller) {
            this(key, minor, storeRefund, reason, caller, "");
        }

        @Override
        public String asked() {
            return String.join("\n", "refund", minor.map(Object::toString).orElse(""), storeRefund + "", reason.name());
        }
    }

    /**
     * The request to refresh everything that is not final. Not remembered: its answer is the state at that time.
     *
     * @param gateway where ids are asked for that another program recorded on the order
     */
    record Refresh(
            String key,
            String gateway,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String caller) implements Request {
        public Refresh {
            caller = orNone(caller);
        }

        @Override
        public String asked() {
            return "refresh\n" + gateway;
        }
    }
}
