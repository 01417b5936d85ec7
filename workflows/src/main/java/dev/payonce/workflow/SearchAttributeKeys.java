package dev.payonce.workflow;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/** The search attributes, all of type Keyword. They are never encrypted: nothing personal goes in. */
public final class SearchAttributeKeys {

    /** One of {@link dev.payonce.ledger.PaymentSummary.Status}. */
    public static final SearchAttributeKey<String> STATUS = SearchAttributeKey.forKeyword("PaymentStatus");

    /** Why a payment stands still, a code; empty when it does not. Readable without a worker. */
    public static final SearchAttributeKey<String> REASON = SearchAttributeKey.forKeyword("PaymentReason");

    public static final SearchAttributeKey<String> GATEWAY = SearchAttributeKey.forKeyword("Gateway");

    public static final SearchAttributeKey<String> STORE = SearchAttributeKey.forKeyword("Store");

    public static final List<SearchAttributeKey<String>> ALL = List.of(STATUS, REASON, GATEWAY, STORE);

    private SearchAttributeKeys() {}
}
