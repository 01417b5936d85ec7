package dev.payonce.servers.stripe.api;

import dev.payonce.servers.stripe.account.Account;
import dev.payonce.servers.stripe.account.Account.Cause;
import dev.payonce.servers.stripe.http.Params;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.Intent.Status;
import dev.payonce.servers.stripe.state.Intents;
import dev.payonce.servers.stripe.state.Refusal;
import dev.payonce.servers.stripe.state.TestCard;
import java.util.Optional;
import java.util.Set;

/** The requests that make a payment method, and that send a customer's bank transfer as Stripe's test helper does. */
final class Methods {

    private static final Set<String> CREATE =
            Set.of("billing_details", "card", "customer_balance", "expand", "metadata", "sepa_debit", "type");
    private static final Set<String> FUND = Set.of("amount", "currency", "expand", "reference");

    private final Account account;

    Methods(Account account) {
        this.account = account;
    }

    Step create(Params params) {
        params.only(CREATE);
        TestCard card = TestCard.ofType(params.required("type"));
        return _ -> account.walletRender().method(account.wallet().method(card), card, account.now());
    }

    Step fund(String customer, Params params) {
        params.only(FUND);
        params.required("amount");
        long amount = params.number("amount").orElseThrow();
        String currency = params.required("currency");
        if (amount < 1) {
            throw Refusal.invalid("parameter_invalid_integer", "amount", "Invalid positive integer");
        }
        return _ -> {
            account.wallet().requireCustomer(Optional.of(customer));
            long balance = account.cash().add(customer, currency, amount);
            waiting(customer, currency).ifPresent(intent -> pay(intent, customer, balance));
            return account.walletRender().funding(customer, currency, amount, balance, account.now());
        };
    }

    /** Finds the customer's oldest payment that waits for her transfer. */
    private Optional<Intent> waiting(String customer, String currency) {
        return account.all().reversed().stream()
                .filter(intent -> intent.status() == Status.REQUIRES_ACTION)
                .filter(intent ->
                        intent.card().filter(TestCard.BANK_TRANSFER::equals).isPresent())
                .filter(intent -> intent.asked().currency().equals(currency))
                .filter(intent -> intent.asked()
                        .extras()
                        .customer()
                        .filter(customer::equals)
                        .isPresent())
                .findFirst();
    }

    private void pay(Intent intent, String customer, long balance) {
        long asked = intent.asked().amount();
        if (balance < asked) {
            account.move(intent.id(), Cause.OUTSIDE, (it, _) -> Intents.fundPartly(it));
            return;
        }
        account.cash().add(customer, intent.asked().currency(), -asked);
        account.move(intent.id(), Cause.OUTSIDE, Intents::act);
        account.move(intent.id(), Cause.OUTSIDE, (it, _) -> Intents.book(it));
    }
}
