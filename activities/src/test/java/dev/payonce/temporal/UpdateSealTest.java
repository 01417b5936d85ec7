package dev.payonce.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.redis.CacheSeal;
import dev.payonce.request.Request;
import io.temporal.common.interceptors.Header;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateSealTest {

    private static final String OLD = "0".repeat(64);
    private static final String NEW = "1".repeat(64);
    private static final String DECISION = "{\"review\":1,\"who\":\"ann\"}";

    private final UpdateSeal seal = of(OLD);
    private final Header sealed = seal.on(Header.empty(), "1001", "decide", DECISION);

    @Test
    void theSameUpdateOfTheSameOrderIsProven() {
        assertThat(seal.proves(sealed, "1001", "decide", DECISION)).isTrue();
        assertThat(of(NEW, OLD).proves(sealed, "1001", "decide", DECISION))
                .as("during a rotation")
                .isTrue();
    }

    /** A codec encrypts an update's arguments and not its header. */
    @Test
    void theHeaderShowsNothingOfWhatIsAsked() {
        assertThat(sealed.getValues().values())
                .singleElement()
                .satisfies(value -> assertThat(value.getData().toStringUtf8()).matches("[0-9a-f]{64}"));
    }

    @Test
    void aCopyProvesNothingAboutAnotherOrderUpdateOrDecision() {
        assertThat(seal.proves(sealed, "1002", "decide", DECISION)).isFalse();
        assertThat(seal.proves(sealed, "1001", "request", DECISION)).isFalse();
        assertThat(seal.proves(sealed, "1001", "decide", DECISION.replace("ann", "bob")))
                .isFalse();
    }

    @Test
    void anUpdateWithoutASealOrWithAnotherSecretsIsNotProven() {
        assertThat(seal.proves(Header.empty(), "1001", "decide", DECISION)).isFalse();
        assertThat(of(NEW).proves(sealed, "1001", "decide", DECISION)).isFalse();
    }

    /** The amount and the caller are what a forger would change. */
    @Test
    void aRequestIsProvenWithItsCallerAndAllThatItAsks() {
        Request capture = new Request.Cancel("k1", "shop");
        Header header = seal.on(Header.empty(), "1001", "request", capture);

        assertThat(seal.proves(header, "1001", "request", new Request.Cancel("k1", "shop")))
                .isTrue();
        assertThat(seal.proves(header, "1001", "request", new Request.Cancel("k2", "shop")))
                .isFalse();
        assertThat(seal.proves(header, "1001", "request", new Request.Cancel("k1", "ann")))
                .isFalse();
        assertThat(seal.proves(header, "1001", "request", new Request.Refresh("k1", "stripe", "shop")))
                .isFalse();
    }

    /** An operator's refund without its reason would be the shop's, which needs no second operator. */
    @Test
    void aRequestIsNotProvenWithoutItsReason() {
        Header header = seal.on(Header.empty(), "1001", "request", new Request.Cancel("k1", "ann", "agreed"));

        assertThat(seal.proves(header, "1001", "request", new Request.Cancel("k1", "ann", "agreed")))
                .isTrue();
        assertThat(seal.proves(header, "1001", "request", new Request.Cancel("k1", "ann")))
                .isFalse();
    }

    private static UpdateSeal of(String... secrets) {
        return new UpdateSeal(CacheSeal.of(List.of(secrets)));
    }
}
