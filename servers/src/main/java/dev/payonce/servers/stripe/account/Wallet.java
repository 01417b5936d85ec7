package dev.payonce.servers.stripe.account;

import dev.payonce.servers.stripe.state.Extras;
import dev.payonce.servers.stripe.state.Ids;
import dev.payonce.servers.stripe.state.Intent;
import dev.payonce.servers.stripe.state.Method;
import dev.payonce.servers.stripe.state.Refusal;
import dev.payonce.servers.stripe.state.TestCard;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The account's customers, the methods that they keep, and the methods and tokens that a browser has made. It refuses
 * what Stripe refuses of them. The account's lock is held by each caller.
 */
public final class Wallet {

    private static final String USED_BEFORE =
            "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment. It may not be"
                    + " used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.";

    private static final String NO_MANDATE =
            "This PaymentIntent requires a mandate, but no existing mandate was found. Collect mandate acceptance from the"
                    + " customer and try again, providing acceptance data in the mandate_data parameter.";

    private final Ids ids;
    private final Map<String, Customer> customers = new LinkedHashMap<>();
    private final Map<String, Method> methods = new LinkedHashMap<>();
    private final Map<String, Token> tokens = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();

    Wallet(Ids ids) {
        this.ids = ids;
    }

    /** A customer of the merchant. */
    public record Customer(
            String id, Instant created, Optional<String> name, Optional<String> email, Map<String, String> metadata) {}

    /**
     * A confirmation token, which a browser makes.
     *
     * @param saves {@code on_session} or {@code off_session}
     */
    private record Token(TestCard card, Optional<String> saves) {}

    public synchronized Customer customer(
            Instant now, Optional<String> name, Optional<String> email, Map<String, String> metadata) {
        Customer made = new Customer(ids.next("cus_").substring(0, 18), now, name, email, metadata);
        customers.put(made.id(), made);
        return made;
    }

    public synchronized List<Customer> customers() {
        return List.copyOf(customers.values());
    }

    /** Returns the methods that a customer keeps, oldest first. */
    public synchronized List<Method> kept(String customer) {
        return methods.values().stream()
                .filter(method -> method.customer().filter(customer::equals).isPresent())
                .toList();
    }

    /** Makes a method that no customer has, as a browser does. Returns its id. */
    public synchronized String method(TestCard card) {
        Method made = new Method(ids.next("pm_1"), card, Optional.empty(), false);
        methods.put(made.id(), made);
        return made.id();
    }

    /** Makes a method that a customer keeps, as an earlier purchase left it. Returns its id. */
    public synchronized String saved(String customer, TestCard card) {
        requireCustomer(Optional.of(customer));
        Method made = new Method(ids.next("pm_1"), card, Optional.of(customer), false);
        methods.put(made.id(), made);
        return made.id();
    }

    /** Makes a confirmation token. Returns its id. */
    public synchronized String token(TestCard card, Optional<String> saves) {
        String id = ids.next("ctoken_1");
        tokens.put(id, new Token(card, saves));
        return id;
    }

    /** Adds what a confirmation token carries to a payment. */
    public synchronized Extras with(Extras extras, Optional<String> token) {
        return token.map(this::token).map(it -> extras.and(it.saves(), true)).orElse(extras);
    }

    /** Returns the method for a payment; refuses one that Stripe refuses. */
    public synchronized Method use(String id, Extras extras, Optional<String> returnUrl) {
        extras.checkRedirects(card(id), returnUrl);
        Method method = found(id, extras);
        if (method.isDebit() && !method.mandate() && !extras.mandate()) {
            throw Refusal.invalid("", "mandate_data", NO_MANDATE);
        }
        if (method.customer().isEmpty() && methods.containsKey(id) && !used.add(id)) {
            throw Refusal.invalid("", "payment_method", USED_BEFORE);
        }
        return method;
    }

    /** Refuses a customer whom the account does not have. */
    public synchronized void requireCustomer(Optional<String> id) {
        if (id.isPresent() && !customers.containsKey(id.get())) {
            throw Refusal.missingAsInvalid("customer", "customer", id.get());
        }
    }

    /** Attaches the method of a payment to the customer who is to keep it. */
    synchronized void keep(Intent intent) {
        intent.method()
                .filter(_ -> intent.keepsMethod())
                .filter(method -> method.customer().isEmpty())
                .ifPresent(method -> intent.asked()
                        .extras()
                        .customer()
                        .ifPresent(customer -> methods.put(
                                method.id(),
                                new Method(
                                        method.id(),
                                        method.card(),
                                        Optional.of(customer),
                                        intent.asked().extras().mandate()))));
    }

    private Method found(String id, Extras extras) {
        if (id.startsWith("ctoken_")) {
            Token token = token(id);
            tokens.remove(id);
            return fresh(token.card(), extras);
        }
        Method known = methods.get(id);
        if (known == null) {
            TestCard card = TestCard.of(id);
            return extras.saves().isPresent() ? fresh(card, extras) : Method.of(card);
        }
        Optional<String> owner = known.customer();
        if (owner.isPresent() && extras.customer().isEmpty()) {
            throw Refusal.invalid(
                    "parameter_missing",
                    "source",
                    "The `payment_method` parameter supplied " + id + " belongs to the Customer " + owner.get()
                            + ". Please include the Customer in the `customer` parameter on the PaymentIntent.");
        }
        if (owner.isPresent() && !owner.equals(extras.customer())) {
            throw Refusal.invalid(
                    "",
                    "payment_method",
                    "The PaymentMethod " + id + " does not belong to the Customer you supplied "
                            + extras.customer().get() + ".");
        }
        return known;
    }

    private TestCard card(String id) {
        if (id.startsWith("ctoken_")) {
            return token(id).card();
        }
        return Optional.ofNullable(methods.get(id)).map(Method::card).orElseGet(() -> TestCard.of(id));
    }

    private Method fresh(TestCard card, Extras extras) {
        return new Method(ids.next("pm_1"), card, Optional.empty(), extras.mandate());
    }

    private Token token(String id) {
        Token token = tokens.get(id);
        if (token == null) {
            throw Refusal.missing("confirmation_token", "confirmation_token", id);
        }
        return token;
    }
}
