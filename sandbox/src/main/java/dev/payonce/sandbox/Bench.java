package dev.payonce.sandbox;

import dev.payonce.sandbox.bench.PaymentBench;
import dev.payonce.servers.TemporaryFolder;
import java.io.IOException;

/** The program of {@code make bench}. */
public final class Bench {

    private Bench() {}

    /** Prints the table. QUICK, COUNT and ROUNDS come from the environment. */
    public static void main(String[] arguments) throws IOException {
        TemporaryFolder.deleteAtExit();
        PaymentBench.run(System.getenv(), System.out);
    }
}
