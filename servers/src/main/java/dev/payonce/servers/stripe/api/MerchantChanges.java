package dev.payonce.servers.stripe.api;

import dev.payonce.servers.stripe.account.Account;
import dev.payonce.servers.stripe.http.Params;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.Disputes;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.Metadata;
import dev.payonce.servers.stripe.state.Refusal;
import dev.payonce.servers.stripe.state.Reversals;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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
        return cause -> {
            account.move(of(Route.REFUND, id), cause, (it, _) -> Reversals.describe(it, id, metadata));
            return parts.one(Route.REFUND, id);
        };
    }

    Step dispute(String id, Params params) {
        params.only(DISPUTE);
        Map<String, String> metadata = Metadata.checked(params.map("metadata"));
        return cause -> {
            account.move(of(Route.DISPUTE, id), cause, (it, _) -> Disputes.describe(it, id, metadata));
            return parts.one(Route.DISPUTE, id);
        };
    }

    /** Gives a dispute up: it is lost at once, and an inquiry is closed. */
    Step close(String id, Params params) {
        params.only(CLOSE);
        return cause -> {
            account.move(of(Route.DISPUTE, id), cause, (it, _) -> Disputes.close(it, false));
            return parts.one(Route.DISPUTE, id);
        };
    }

    private String of(Route route, String id) {
        String noun = route.name().toLowerCase(Locale.ROOT);
        return account.of(id).map(Intent::id).orElseThrow(() -> Refusal.missing("id", noun, id));
    }
}
