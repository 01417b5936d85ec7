package dev.payonce.sandbox.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payonce.sandbox.installation.LogScan;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Comes last: what all the other scenarios have made worker and API print, outages and forgeries included. */
@OnRealServers
@Order(Integer.MAX_VALUE)
class LogsIT {

    @Test
    void noLogHoldsASecretOrAStackTrace(Shop shop) {
        Sale sale = shop.sale();
        String intent = sale.payByPlugin();
        sale.deliver(intent, Sale.SUCCEEDED);
        sale.rests().isPaidOnceBy(intent);

        assertThat(Shop.LOGS.resolve("worker.log")).isNotEmptyFile();
        assertThat(Shop.LOGS.resolve("api.log")).isNotEmptyFile();
        assertThat(LogScan.of(shop.all()).folder(Shop.LOGS)).isEmpty();
    }
}
