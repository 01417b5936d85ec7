package dev.payonce.process;

import dev.payonce.settings.Installation;
import java.util.Optional;

/** The settings that a process has whatever it does. */
public interface ProcessSettings {

    Installation installation();

    /** Returns the port of the HTTP server; 0 for any free one. */
    int port();

    /** Returns the port of health and metrics, where they have one of their own. */
    default Optional<Integer> metricsPort() {
        return Optional.empty();
    }

    /** Returns the certificate of the HTTP server; empty where it speaks plaintext. */
    default Optional<TlsSettings> tls() {
        return Optional.empty();
    }

    /** Returns the size of the connection pool to the store's database. */
    int databaseConnections();
}
