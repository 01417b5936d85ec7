package dev.payonce.scenario.charge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.OrderUnderTest;
import dev.payonce.scenario.Shop;
import dev.payonce.scenario.StoreClient;
import dev.payonce.servers.stripe.chaos.Fault;
import dev.payonce.servers.stripe.http.Call;
import dev.payonce.servers.stripe.http.Route;
import dev.payonce.servers.stripe.state.TestCard;
import org.junit.jupiter.api.Test;

/** A method is saved by one payment and pays the next ones, with the shopper in the shop and without. */
class S44_SavedMethods {

    @Test
    void aCardIsSavedByOneOrderAndPaysTheNextOnSessionAndOffSession(Shop shop) {
        StoreClient first = new StoreClient(shop);
        StoreProgram.Answer paid = ask(shop, first, """
                "paymentMethod":"pm_card_visa","savePaymentMethod":"offSession\"""");

        assertThat(StoreClient.status(paid)).isEqualTo("paid");
        JsonNode saved = paid.json().path("saved");
        assertThat(saved.path("type").asText()).isEqualTo("card");
        assertThat(saved.path("last4").asText()).isEqualTo("4242");
        assertThat(shop.all().stripe().shopper().kept(saved.path("customer").asText()))
                .containsExactly(saved.path("id").asText());
        assertThat(first.underTest().ledger())
                .contains("method:" + saved.path("id").asText());
        assertThat(first.underTest()
                        .told()
                        .json()
                        .path("saved")
                        .get(0)
                        .path("id")
                        .asText())
                .isEqualTo(saved.path("id").asText());

        for (boolean away : new boolean[] {false, true}) {
            StoreClient next = new StoreClient(shop);
            assertThat(StoreClient.status(ask(shop, next, using(saved) + ",\"offSession\":" + away)))
                    .isEqualTo("paid");
            next.isPaidOnce();
        }
        assertThat(StoreClient.code(ask(
                        shop,
                        new StoreClient(shop),
                        "\"paymentMethod\":\"" + saved.path("id").asText() + "\"")))
                .as("without its customer Stripe refuses the method")
                .isEqualTo("stripe-parameter_missing");
    }

    @Test
    void aBankDebitNeedsAMandateOnceAndIsThenPaidWithout(Shop shop) {
        assertThat(StoreClient.status(ask(shop, new StoreClient(shop), "\"paymentMethod\":\"pm_sepaDebit\"")))
                .as("without a mandate")
                .isEqualTo("refused");

        StoreClient first = new StoreClient(shop);
        StoreProgram.Answer pending = ask(shop, first, """
                "paymentMethod":"pm_sepaDebit","savePaymentMethod":"offSession","mandate":true""");

        assertThat(StoreClient.status(pending)).isEqualTo("pending");
        JsonNode saved = pending.json().path("saved");
        assertThat(saved.path("mandate").asText()).startsWith("mandate_");

        StoreClient renewal = new StoreClient(shop);
        StoreProgram.Answer debit = ask(shop, renewal, using(saved) + ",\"offSession\":true");
        assertThat(StoreClient.status(debit)).isEqualTo("pending");
        String intent = debit.json().path("payment").asText();

        renewal.underTest().shopper().clear(intent, true);
        renewal.underTest().deliver(intent, OrderUnderTest.SUCCEEDED);

        renewal.underTest().rests().isPaidOnceBy(intent);
    }

    @Test
    void aConfirmationTokenCarriesWhatIsNeeded(Shop shop) {
        StoreClient checkout = new StoreClient(shop);
        String customer = checkout.underTest().shopper().customer();
        String token = checkout.underTest().shopper().token(TestCard.VISA, true);

        StoreProgram.Answer paid =
                ask(shop, checkout, "\"paymentMethod\":\"" + token + "\",\"customer\":\"" + customer + "\"");

        assertThat(StoreClient.status(paid)).isEqualTo("paid");
        assertThat(paid.json().path("saved").path("customer").asText()).isEqualTo(customer);
        checkout.isPaidOnce();
    }

    @Test
    void aShopperWhoClosesTheTabAfterThreeDSecureHasHerCardSavedByTheCallback(Shop shop) {
        StoreClient checkout = new StoreClient(shop);
        OrderUnderTest underTest = checkout.underTest();
        StoreProgram.Answer bank = ask(shop, checkout, """
                "paymentMethod":"pm_card_threeDSecure2Required","savePaymentMethod":"offSession\"""");
        assertThat(StoreClient.status(bank)).isEqualTo("action_required");
        String intent = bank.json().path("payment").asText();
        assertThat(underTest.ledger()).noneMatch(line -> line.startsWith("method:"));

        underTest.shopper().authenticates(intent);
        underTest.deliver(intent, OrderUnderTest.SUCCEEDED);

        underTest.rests().isPaidOnceBy(intent);
        assertThat(underTest.ledger())
                .filteredOn(line -> line.startsWith("method:"))
                .hasSize(1);
    }

    @Test
    void anAnswerThatIsLostAndAnOrderThatIsEditedMeanwhileAreOneChargeAndOneCustomer(Shop shop) {
        StoreClient checkout = new StoreClient(shop);
        shop.all().stripe().faults().after(1, new Fault.HalfBody(), Route.CREATE_CUSTOMER);
        shop.all().stripe().faults().after(1, new Fault.HalfBody(), Route.CREATE_INTENT);

        StoreProgram.Answer paid = ask(shop, checkout, """
                "paymentMethod":"pm_card_visa","savePaymentMethod":"offSession\"""");

        assertThat(StoreClient.status(paid)).isEqualTo("paid");
        checkout.isPaidOnce();
        assertThat(checkout.charges())
                .map(Call::key)
                .hasSizeGreaterThan(1)
                .containsOnly(checkout.charges().getFirst().key());
    }

    private static String using(JsonNode saved) {
        return "\"paymentMethod\":\"" + saved.path("id").asText() + "\",\"customer\":\""
                + saved.path("customer").asText() + "\"";
    }

    private static StoreProgram.Answer ask(Shop shop, StoreClient checkout, String fields) {
        return shop.api()
                .ask(
                        "/payments",
                        checkout.key("k"),
                        "{\"order\":" + checkout.underTest().id() + "," + fields + "}");
    }
}
