package dev.payonce.servers.stripe.api;

import dev.payonce.servers.stripe.account.Account;
import dev.payonce.servers.stripe.http.Params;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.Disputes;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.Metadata;
import dev.payonce.servers.stripe.state.Move;
import dev.payonce.servers.stripe.state.Reversals;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The requests by which a merchant's program changes a refund or a dispute. Evidence is taken and not kept. */
final class MerchantChanges {

    private static final Set<String> REFUND = Set.of("expand", "metadata");
    private static final Set<String> DISPUTE = Set.of("evidence", "expand", "metadata", "submit");
    private static final Set<String> CLOSE = Set.of("expand");

    private final Account account;
    private final Parts parts;

    MerchantChanges(Account account, Parts parts) {
        this.account = account;
        this.parts = parts;
    }

    Step refund(String id, Params params) {
        params.only(REFUND);
        Map<String, String> metadata = Metadata.checked(params.map("metadata"));
        return changed(Route.REFUND, id, it -> Reversals.describe(it, id, metadata));
    }

    Step dispute(String id, Params params) {
        params.only(DISPUTE);
        Map<String, String> metadata = Metadata.checked(params.map("metadata"));
        return changed(Route.DISPUTE, id, it -> Disputes.describe(it, id, metadata));
    }

    /** Gives a dispute up: it is lost at once, and an inquiry is closed. */
    Step close(String id, Params params) {
        params.only(CLOSE);
        return changed(Route.DISPUTE, id, it -> Disputes.close(it, false));
    }

    private Step changed(Route route, String id, Function<Intent, Move> change) {
        return cause -> {
            account.move(parts.payment(route, id).id(), cause, (it, _) -> change.apply(it));
            return parts.one(route, id);
        };
    }
}
