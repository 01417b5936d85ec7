package dev.payonce.process;

import dev.payonce.settings.Installation;

/** The settings that a process has whatever it does. */
public interface ProcessSettings {

    Installation installation();

    /** Returns the port of the HTTP server; 0 for any free one. */
    int port();

    /** Returns the size of the connection pool to the store's database. */
    int databaseConnections();
}
