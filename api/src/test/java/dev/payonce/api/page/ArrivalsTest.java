package dev.payonce.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.api.PageScene;
import dev.payonce.api.access.Scope;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tests of arrivals at the operators' page: by a link of another site, and by a log-in with a typed reason. */
class ArrivalsTest {

    @AutoClose
    private static final PageScene scene = new PageScene();

    @BeforeEach
    void set() {
        scene.set();
    }

    /** A pager's link: the browser keeps the cookie back, and the good session of all tabs has to survive the answer. */
    @Test
    void aLinkOfAnotherSiteOverwritesNoSession() throws Exception {
        for (String address : List.of("/operations/orders/7?done=x", "/operations/login", "/operations/icon.svg")) {
            HttpResponse<String> arrived =
                    scene.send(HttpRequest.newBuilder(scene.at(address)).header("Sec-Fetch-Site", "cross-site"));

            assertThat(arrived.statusCode()).as(address).isEqualTo(200);
            assertThat(arrived.headers().firstValue("Set-Cookie")).as(address).isEmpty();
            assertThat(arrived.headers().firstValue("Refresh"))
                    .as(address)
                    .isEqualTo(
                            switch (address) {
                                case "/operations/icon.svg" -> Optional.empty();
                                case "/operations/login" -> Optional.of("0; url=/operations/");
                                default -> Optional.of("0; url=" + address);
                            });
        }
        assertThat(scene.send(HttpRequest.newBuilder(scene.at("/operations/orders/7/refund"))
                                .header("Sec-Fetch-Site", "cross-site")
                                .POST(BodyPublishers.ofString("why=x")))
                        .headers()
                        .firstValue("Set-Cookie"))
                .isEmpty();
    }

    /** The draft of a log-in shows an order's page, so it needs the scope of that page. */
    @Test
    void aLogInWithADraftShowsNoOrderToATokenThatMayNotReadIt() throws Exception {
        Visit visit = new Visit(scene);

        HttpResponse<String> answer = visit.send(
                "POST",
                "/operations/login",
                "next=/operations/orders/7&why=x&token=" + PageScene.token(Scope.OPERATE) + "&form=" + visit.key());

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.body()).doesNotContain("Order 7");
    }
}
