package dev.payonce.sandbox;

import dev.payonce.sandbox.installation.Progress;
import dev.payonce.sandbox.shop.RealShop;
import dev.payonce.servers.TemporaryFolder;
import java.io.PrintStream;
import java.nio.file.Path;

/** The program of {@code make shop}: Payonce beside a real WooCommerce shop, until Ctrl-C. */
public final class Shop {

    private Shop() {}

    /** Runs until Ctrl-C, which stops everything that it has started. */
    public static void main(String[] arguments) throws InterruptedException {
        TemporaryFolder.deleteAtExit();
        run(Path.of("sandbox/target/shop"), System.out);
    }

    private static void run(Path logs, PrintStream out) throws InterruptedException {
        try (RealShop shop = start(logs, out)) {
            out.printf(
                    """

                    Shop           %1$s/ (buy something; the cards are on the checkout page)
                    wp-admin       %1$s/wp-admin/ (admin, password admin; orders under WooCommerce)
                    Customer       ann@example.test, password ann-password
                    API            %2$s
                    Operators      %2$s/operations/ (log in with %5$s)
                    Temporal's UI  %3$s
                    Stripe (sim.)  %4$s

                    Mails are not sent; a line above names the file that has them. Ctrl-C stops everything.
                    """,
                    shop.site(), shop.api(), shop.temporalUi(), shop.stripe().baseUrl(), shop.operator());
            shop.reportReady();
            Thread.currentThread().join();
        }
    }

    private static RealShop start(Path logs, PrintStream out) {
        try (Progress progress = new Progress(out)) {
            progress.say("starting Redis, Temporal, the Stripe simulator, worker and API; logs: " + logs);
            progress.await(() -> "the servers start, then worker and API");
            RealShop shop = RealShop.start(System.getenv(), logs);
            progress.say("all are ready");
            return shop;
        }
    }
}
