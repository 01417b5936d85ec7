package dev.payonce.sandbox;

import dev.payonce.sandbox.codec.CodecTrial;
import dev.payonce.servers.TemporaryFolder;

/** The program of {@code make codec}. */
public final class CodecCost {

    private CodecCost() {}

    /** Exits 0 only if encrypted histories cost a payment at most 5 % of CPU. COUNT and ROUNDS come from the environment. */
    public static void main(String[] arguments) throws InterruptedException {
        TemporaryFolder.deleteAtExit();
        System.exit(CodecTrial.run(System.getenv(), System.out) ? 0 : 1);
    }
}
