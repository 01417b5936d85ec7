package dev.payonce.redis;

import static dev.payonce.request.IdempotencyCacheContract.callback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.payonce.gateway.Callback;
import dev.payonce.servers.Await;
import dev.payonce.servers.FaultProxy;
import dev.payonce.servers.RedisServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/** The test of a Redis behind Sentinel, and of a Redis cluster: real servers, of which one dies. */
@SuppressWarnings("deprecation") // sendCommand alone sends such commands to one node.
class RedisTopologyTest {

    private static final CacheSeal SEAL = CacheSeal.of(List.of("0123456789abcdef".repeat(4)));
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SLOTS = 16_384;

    @Test
    void theMasterDiesAndItsCopyTakesOverWithWhatItHad() {
        try (RedisServer master = RedisServer.start();
                RedisServer copy = RedisServer.replicaOf(master);
                RedisServer sentinel = RedisServer.sentinelOf(master, "main");
                RedisIdempotencyCache cache =
                        cache("redis-sentinel://least:secret@127.0.0.1:" + sentinel.port() + "/main")) {
            List.of(master, copy).forEach(server -> addUser(server, ""));
            Await.until("the cache works", PATIENCE, () -> learns(cache, "evt_before"));
            Await.until("the copy has it", PATIENCE, () -> size(copy) == 1);
            Await.until(
                    "Sentinel knows the copy", PATIENCE, () -> info(sentinel).contains("slaves=1"));

            master.kill();
            List<Long> slow = new ArrayList<>();
            Await.until("the copy is written to", PATIENCE, () -> {
                long start = System.nanoTime();
                boolean works = learns(cache, "evt_after");
                slow.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
                return works;
            });

            assertThat(slow).allMatch(each -> each < 3_000, "a caller never waits for a failover");
            assertThat(cache.known(callback("evt_before", "stripe"))).isTrue();
        }
    }

    @Test
    void aClusterHasEachKeyAndLosesOnlyThoseOfTheNodeThatDied() {
        try (RedisServer first = RedisServer.clusterNode();
                RedisServer second = RedisServer.clusterNode();
                RedisServer third = RedisServer.clusterNode()) {
            join(List.of(first, second, third));
            List.of(first, second, third).forEach(node -> addUser(node, " +cluster"));
            String url = "redis-cluster://least:secret@127.0.0.1:" + first.port() + ",127.0.0.1:" + second.port();
            try (RedisIdempotencyCache cache = cache(url)) {
                Await.until("the cache works", PATIENCE, () -> learns(cache, "evt_first"));
                List<Callback> many = IntStream.range(0, 250)
                        .mapToObj(each -> callback("evt_" + each, "stripe"))
                        .toList();
                Await.until("all are known", PATIENCE, () -> {
                    cache.publish(many, List.of()); // On a busy machine a batch may take longer than its budget.
                    return many.stream().allMatch(cache::applied);
                });
                Await.until(
                        "the policy is known", PATIENCE, () -> cache.checkEviction() == EvictionPolicy.Answer.KEEPS);
                assertThatCode(cache::ping).doesNotThrowAnyException();
                assertThat(List.of(size(first), size(second), size(third))).allMatch(keys -> keys > 0);

                third.kill();
                assertThat(many.stream().filter(cache::applied).count()).isLessThan(many.size());
            }
        }
    }

    @Test
    void itWorksAsSoonAsTheSentinelsAreThere() {
        try (RedisServer master = RedisServer.start();
                RedisServer sentinel = RedisServer.sentinelOf(master, "main");
                FaultProxy network = FaultProxy.before("127.0.0.1", sentinel.port())) {
            network.refuse();
            try (RedisIdempotencyCache cache = cache("redis-sentinel://127.0.0.1:" + network.port() + "/main")) {
                assertThat(learns(cache, "evt_1")).isFalse();

                network.pass();

                Await.until("the cache works", PATIENCE, () -> learns(cache, "evt_1"));
            }
        }
    }

    private static RedisIdempotencyCache cache(String url) {
        return new RedisIdempotencyCache(url, "shop", SEAL, new SimpleMeterRegistry());
    }

    private static boolean learns(RedisIdempotencyCache cache, String event) {
        cache.publish(List.of(callback(event, "stripe")), List.of());
        return cache.applied(callback(event, "stripe"));
    }

    private static long size(RedisServer server) {
        try (RedisClient direct = RedisClient.create(server.url())) {
            return direct.dbSize();
        }
    }

    private static String info(RedisServer sentinel) {
        try (RedisClient direct = RedisClient.create(sentinel.url())) {
            return direct.info("sentinel");
        }
    }

    /** Gives each node a third of the slots, and waits until all know each other. */
    private static void join(List<RedisServer> nodes) {
        for (int each = 0; each < nodes.size(); each++) {
            int from = SLOTS * each / nodes.size();
            int to = SLOTS * (each + 1) / nodes.size();
            String slots = IntStream.range(from, to).mapToObj(Integer::toString).collect(Collectors.joining(" "));
            cluster(nodes.get(each), "ADDSLOTS " + slots);
            cluster(nodes.getFirst(), "MEET 127.0.0.1 " + nodes.get(each).port());
        }
        Await.until(
                "the cluster is complete",
                PATIENCE,
                () -> nodes.stream()
                        .allMatch(node -> cluster(node, "INFO").contains("cluster_state:ok")
                                && cluster(node, "INFO").contains("cluster_slots_assigned:" + SLOTS)));
    }

    /** Adds the user with the rights that docs/security.md names. */
    private static void addUser(RedisServer server, String more) {
        String rights = "~idempotency:payonce:* +get +set +ping +config|get" + more;
        send(server, Protocol.Command.ACL, "SETUSER least on >secret resetkeys -@all " + rights);
    }

    private static String cluster(RedisServer node, String command) {
        return send(node, Protocol.Command.CLUSTER, command);
    }

    private static String send(RedisServer server, Protocol.Command command, String arguments) {
        try (RedisClient direct = RedisClient.create(server.url())) {
            Object answer = direct.sendCommand(command, arguments.split(" ", -1));
            return answer instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
        }
    }
}
