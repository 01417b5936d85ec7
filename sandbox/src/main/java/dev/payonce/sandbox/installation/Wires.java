package dev.payonce.sandbox.installation;

import dev.payonce.servers.FaultProxy;
import dev.payonce.servers.MySqlServer;
import dev.payonce.servers.RedisServer;
import dev.payonce.servers.TemporalServer;
import dev.payonce.servers.stripe.StripeSimulator;
import java.net.URI;
import java.util.Map;

/** The wires from worker and API to their servers. Each passes everything on until a test breaks it. */
public final class Wires implements AutoCloseable {

    private final MySqlServer mysql;
    private final FaultProxy toMysql;
    private final FaultProxy toRedis;
    private final FaultProxy toTemporal;
    private final FaultProxy toStripe;

    Wires(MySqlServer mysql, RedisServer redis, TemporalServer temporal, StripeSimulator stripe) {
        this.mysql = mysql;
        toMysql = FaultProxy.before(mysql.host(), mysql.port());
        URI cache = URI.create(redis.url());
        toRedis = FaultProxy.before(cache.getHost(), cache.getPort() < 0 ? 6379 : cache.getPort());
        String[] address = temporal.address().split(":", 2);
        toTemporal = FaultProxy.beforeGrpc(address[0], Integer.parseInt(address[1]));
        toStripe =
                FaultProxy.before(stripe.baseUrl().getHost(), stripe.baseUrl().getPort());
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

    public FaultProxy stripe() {
        return toStripe;
    }

    /** Returns the settings that lead worker and API through these wires. */
    Map<String, String> settings(String schema) {
        return Map.of(
                "PAYONCE_DATABASE_URL", mysql.jdbcUrlThrough(toMysql.port(), schema),
                "PAYONCE_REDIS_URL", "redis://127.0.0.1:" + toRedis.port(),
                "TEMPORAL_ADDRESS", "127.0.0.1:" + toTemporal.port(),
                "STRIPE_API_BASE", "http://127.0.0.1:" + toStripe.port());
    }

    @Override
    public void close() {
        toMysql.close();
        toRedis.close();
        toTemporal.close();
        toStripe.close();
    }
}
