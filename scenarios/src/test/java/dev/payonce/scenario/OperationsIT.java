package dev.payonce.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.payonce.sandbox.installation.StoreProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The tests of the operators' list, and of operators who decide by HTTP at the same moment. */
class OperationsIT {

    private static final int REVIEWS = 40;

    private final Shop shop;

    OperationsIT(Shop shop) {
        this.shop = shop;
    }

    @Test
    void S22_twoOperatorsWhoClickTwiceAtTheSameMomentDecideEachReviewOnce() {
        List<OrderUnderTest> orders =
                IntStream.range(0, REVIEWS).mapToObj(_ -> shop.underTest()).toList();
        List<String> _ = StoreClient.atOnce(orders.stream()
                .<Supplier<String>>map(order -> order::payTooMuch)
                .toList());
        orders.forEach(order -> assertThat(listed(order)).isEqualTo(1));
        List<StoreProgram.Answer> answers = new ArrayList<>();
        for (OrderUnderTest order : orders) {
            String accept = "{\"review\":1,\"action\":\"acceptPaid\",\"payment\":\"%s\",\"why\":\"agreed by phone\"}"
                    .formatted(order.holding().getFirst());
            String dismiss = "{\"review\":1,\"action\":\"dismiss\",\"why\":\"refunded at the counter\"}";
            answers.addAll(StoreClient.atOnce(Stream.of(accept, dismiss, accept, dismiss)
                    .<Supplier<StoreProgram.Answer>>map(body -> () -> decides(order, body))
                    .toList()));
        }

        assertThat(answers)
                .extracting(StoreProgram.Answer::status)
                .as("no click fails")
                .containsOnly(200, 409);
        for (OrderUnderTest order : orders) {
            OrderUnderTest.Books books = order.rests().books();
            assertThat(books.ledger())
                    .filteredOn(line -> line.startsWith("decision:"))
                    .as("%s", books)
                    .containsExactly("decision:1");
            assertThat(books.ledger()).filteredOn(line -> line.equals("paid")).hasSizeLessThanOrEqualTo(1);
            assertThat(books.row().isPaid()).isEqualTo(books.ledger().contains("paid"));
            assertThat(order.holding()).as("nothing was refunded").hasSize(1);
            assertThat(books.notes())
                    .filteredOn(note -> note.text().startsWith("Payonce: manual review 1 is closed: shop: "))
                    .hasSize(1);
            assertThat(listed(order)).isZero();
        }
    }

    private StoreProgram.Answer decides(OrderUnderTest order, String body) {
        return shop.api().ask("/operations/" + order.id() + "/decisions", "", body);
    }

    /** Returns the rows of this order in the operators' list. */
    private long listed(OrderUnderTest order) {
        JsonNode rows = shop.api()
                .get("/operations?kind=review&order=" + order.id())
                .json()
                .path("rows");
        return StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.path("code").asText().equals("AMOUNT_DIFFERS"))
                .count();
    }
}
