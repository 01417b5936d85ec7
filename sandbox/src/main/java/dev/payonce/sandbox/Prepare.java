package dev.payonce.sandbox;

import dev.payonce.sandbox.installation.Programs;

/** The last step of {@code make build}. */
public final class Prepare {

    private Prepare() {}

    /** Unpacks worker and API and keeps what their start loads, once for each build. */
    public static void main(String[] arguments) {
        Programs.prepare();
    }
}
