package dev.payonce.servers;

import java.net.URI;

/**
 * The address of a MySQL server.
 *
 * @param options what follows the question mark of its JDBC URL, without it
 */
record MySqlAddress(String host, int port, String options) {

    private static final int DEFAULT_PORT = 3306;

    /** No TLS: the server is on this machine, and a proxy between has to find a COMMIT among the bytes. */
    private static final String LOCAL_OPTIONS = "sslMode=DISABLED&allowPublicKeyRetrieval=true";

    static MySqlAddress local(int port) {
        return new MySqlAddress("127.0.0.1", port, LOCAL_OPTIONS);
    }

    /** Takes {@code jdbc:mysql://host[:port][/schema][?options]}; the schema is left out. */
    static MySqlAddress parse(String jdbcUrl) {
        if (!jdbcUrl.startsWith("jdbc:mysql://")) {
            throw new IllegalArgumentException("PAYONCE_DATABASE_URL must start with jdbc:mysql://");
        }
        URI uri = URI.create(jdbcUrl.substring("jdbc:".length()));
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("PAYONCE_DATABASE_URL names no host");
        }
        int port = uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort();
        return new MySqlAddress(uri.getHost(), port, uri.getQuery() == null ? "" : uri.getQuery());
    }

    String jdbcUrl(String schema) {
        return "jdbc:mysql://" + host + ":" + port + "/" + schema + "?" + options;
    }
}
