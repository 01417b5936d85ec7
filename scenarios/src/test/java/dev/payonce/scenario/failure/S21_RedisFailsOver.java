package dev.payonce.scenario.failure;

import dev.payonce.sandbox.installation.Branch;
import dev.payonce.sandbox.installation.StoreProgram;
import dev.payonce.scenario.BranchOrder;
import dev.payonce.scenario.Shop;
import dev.payonce.servers.Await;
import dev.payonce.servers.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The scenario of Redis behind Sentinel: the master dies, payments go on, and duplicates are known again. */
class S21_RedisFailsOver {

    @Test
    void paymentsGoOnAndTheCopyIsUsed(Shop shop) {
        try (RedisServer master = RedisServer.start();
                RedisServer _ = RedisServer.replicaOf(master);
                RedisServer sentinel = RedisServer.sentinelOf(master, "main");
                Branch branch = shop.branch("guarded", settings(sentinel)).start();
                StoreProgram api = new StoreProgram(branch.apiUrl(), shop.all().credentials())) {
            branch.await("readiness");
            new BranchOrder(shop, branch, 211).deliver().isPaidOnce();

            master.kill();
            BranchOrder meanwhile = new BranchOrder(shop, branch, 212).deliver();
            meanwhile.isPaidOnce();

            Await.until("a duplicate is known again", Shop.PATIENCE, () -> {
                BranchOrder next = new BranchOrder(shop, branch, 213).deliver();
                next.isPaidOnce();
                double before = api.metric("payonce_callbacks_total", "duplicate");
                next.deliver();
                return api.metric("payonce_callbacks_total", "duplicate") > before;
            });
            meanwhile.deliver().isPaidOnce();
        }
    }

    private static Map<String, String> settings(RedisServer sentinel) {
        return Map.of("PAYONCE_REDIS_URL", "redis-sentinel://127.0.0.1:" + sentinel.port() + "/main");
    }
}
