package dev.payonce.sandbox.installation;

import dev.payonce.sandbox.server.FaultProxy;
import dev.payonce.sandbox.server.MySqlServer;
import dev.payonce.sandbox.server.RedisServer;
import dev.payonce.sandbox.server.TemporalServer;
import java.net.URI;

/** What worker and API reach their servers through. Each wire passes everything on until somebody breaks it. */
public final class Wires implements AutoCloseable {

    private final MySqlServer mysql;
    private final FaultProxy toMysql;
    private final FaultProxy toRedis;
    private final FaultProxy toTemporal;

    Wires(MySqlServer mysql, RedisServer redis, TemporalServer temporal) {
        this.mysql = mysql;
        toMysql = FaultProxy.before(mysql.host(), mysql.port());
        URI cache = URI.create(redis.url());
        toRedis = FaultProxy.before(cache.getHost(), cache.getPort() < 0 ? 6379 : cache.getPort());
        String[] address = temporal.address().split(":", 2);
        toTemporal = FaultProxy.before(address[0], Integer.parseInt(address[1]));
    }

    public FaultProxy mysql() {
        return toMysql;
    }

    public FaultProxy redis() {
        return toRedis;
    }

    public FaultProxy temporal() {
        return toTemporal;
    }

    String databaseUrl(String schema) {
        return mysql.jdbcUrlThrough(toMysql.port(), schema);
    }

    String redisUrl() {
        return "redis://127.0.0.1:" + toRedis.port();
    }

    String temporalAddress() {
        return "127.0.0.1:" + toTemporal.port();
    }

    @Override
    public void close() {
        toMysql.close();
        toRedis.close();
        toTemporal.close();
    }
}
