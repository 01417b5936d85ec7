package dev.payonce.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.api.PageScene;
import dev.payonce.api.access.Role;
import dev.payonce.request.PaymentResult;
import dev.payonce.request.Request;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tests of forms that move money: a lost answer, a second press, a second operator and an older state move it once. */
class MoneyFormsTest {

    @AutoClose
    private static final PageScene scene = new PageScene();

    @BeforeEach
    void aPaidOrder() {
        scene.set();
        scene.pay();
    }

    private static String field(String page, String name) {
        return page.substring(page.indexOf("/refund\""))
                .replaceFirst("(?s).*?name=\"" + name + "\"[^>]*? value=\"([^\"]*)\".*", "$1");
    }

    private static String form(String page, String amount) {
        return "choice=do-refund&currency=EUR&key=" + field(page, "key") + "&again=" + field(page, "again")
                + "&why=torn+on+arrival&amount=" + amount;
    }

    private static HttpResponse<String> refunds(Visit visit, String page, String amount) throws Exception {
        return visit.post("/operations/orders/7/refund", form(page, amount));
    }

    private static Visit operator() throws Exception {
        return new Visit(scene, Role.OPERATOR);
    }

    private static String page(Visit visit) throws Exception {
        return visit.get("/operations/orders/7").body();
    }

    /** The page comes again after a lost answer, is reloaded, and is opened by another operator: all are one request. */
    @Test
    void aLostAnswerChangesNoKey() throws Exception {
        Visit visit = operator();
        scene.temporalIsAway();

        HttpResponse<String> lost = refunds(visit, page(visit), "12.50");
        assertThat(lost.statusCode()).isEqualTo(503);
        assertThat(lost.body()).contains("It may be done already", "it counts once", "torn on arrival");
        assertThat(lost.body()).containsPattern("name=\"amount\"[^>]*value=\"12.50\"");
        refunds(visit, lost.body(), "12.50");
        refunds(visit, page(visit), "12.5");
        Visit other = new Visit(scene, Role.ADMIN);
        refunds(other, page(other), "12,50");

        assertThat(scene.requests())
                .hasSize(4)
                .extracting(Request::key)
                .containsOnly(scene.requests().getFirst().key());
    }

    @Test
    void anotherAmountIsAnotherRequest() throws Exception {
        Visit visit = operator();

        refunds(visit, page(visit), "12.50");
        refunds(visit, page(visit), "12.51");

        assertThat(scene.requests()).extracting(Request::key).doesNotHaveDuplicates();
    }

    /** The one that was refused stays refused by its key; the operator may ask for the same again. */
    @Test
    void aFormAfterARefusalIsAnotherRequest() throws Exception {
        Visit visit = operator();
        scene.requestsEnd(PaymentResult.refused("expired"));

        HttpResponse<String> refused = refunds(visit, page(visit), "12.50");
        refunds(visit, refused.body(), "12.50");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(scene.requests()).hasSize(2).extracting(Request::key).doesNotHaveDuplicates();
    }

    /** A colleague has refunded meanwhile: the form is about money that is no longer there. */
    @Test
    void aFormOfAnOlderStateDoesNothing() throws Exception {
        Visit visit = operator();
        String older = page(visit);
        scene.refund(2);

        HttpResponse<String> late = refunds(visit, older, "12.50");

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("Nothing was done", "has changed since this form was opened");
        assertThat(scene.requests()).isEmpty();
    }

    @Test
    void noFormIsThereWhileARefundIsUnderWay() throws Exception {
        scene.refund(2);

        assertThat(page(operator())).doesNotContain("Capture, void or refund");
    }

    /** By HTTP a key is of the operator's own choice, and two may choose the same one. */
    @Test
    void oneKeyOfTwoOperatorsIsTwoRequests() throws Exception {
        for (Role role : List.of(Role.OPERATOR, Role.OPERATOR, Role.ADMIN)) {
            scene.send(HttpRequest.newBuilder(scene.at("/operations/7/refunds"))
                    .header("Authorization", "Bearer " + PageScene.token(role))
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "monday-1")
                    .POST(BodyPublishers.ofString("{\"amount\":1250,\"why\":\"torn\"}")));
        }

        List<String> keys = scene.requests().stream().map(Request::key).toList();
        assertThat(keys).hasSize(3);
        assertThat(keys.get(0)).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
    }
}
