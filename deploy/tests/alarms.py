"""Faults that make alarms fire in a live Prometheus, and the watch over what fires and resolves. Dashboards' queries, too."""

import concurrent.futures
import contextlib
import os
import pathlib
import re
import socket
import subprocess
import threading
import time

import test_grafana
from topology import DEPLOY, paused

SHOP = "shop.example.com"
LOGIN = """
[, $host, $port, $user, $password] = $argv;
mysqli_report(MYSQLI_REPORT_OFF);
$open = fn() => new mysqli($host, $user, $password, 'mysql', (int) $port);
"""
# A transaction that 12 others wait for.
WAITS = LOGIN + """
$first = $open();
$first->query('CREATE SCHEMA IF NOT EXISTS alarm');
$first->query('CREATE TABLE IF NOT EXISTS alarm.waits (id INT PRIMARY KEY, n INT) ENGINE=InnoDB');
$first->query('INSERT IGNORE INTO alarm.waits VALUES (1, 1)');
$first->begin_transaction();
$first->query('UPDATE alarm.waits SET n = n + 1');
for ($i = 0; $i < 12; $i++) { $all[] = $each = $open(); $each->query('UPDATE alarm.waits SET n = n + 1', MYSQLI_ASYNC); }
sleep(9);
$first->commit();
sleep(1);
$first->query('DROP SCHEMA alarm');
"""


class Watch:
    """Records which alarms fire, and which have resolved."""

    def __init__(self, prometheus):
        self.prometheus, self.now, self.seen, self.over = prometheus, set(), set(), threading.Event()
        self.resolved = set()
        self.thread = threading.Thread(target=self.poll, daemon=True)
        self.thread.start()

    def poll(self):
        while not self.over.wait(0.4):
            firing = self.prometheus.firing()
            self.resolved |= self.now - firing
            self.seen |= firing
            self.now = firing

    def close(self):
        self.over.set()
        self.thread.join(10)


class Faults:
    """Makes one fault after another, and waits until its alarms fire and resolve."""

    def __init__(self, nginx, fpm, exporters, temporal, found, prometheus, watch, say):
        self.nginx, self.fpm, self.exporters, self.temporal, self.found = nginx, fpm, exporters, temporal, found
        self.prometheus, self.watch, self.say = prometheus, watch, say

    def play(self):
        unseen = []
        for fault, alarms in (
            (self.busy_php, ("PhpFpmBusy", "PhpFpmQueue", "PhpFpmFull", "PhpFpmSlow", "ShopSlow")),
            (self.flood, ("ShopFlooded",)),
            (self.no_php, ("PhpFpmDown", "NginxErrors")),
            (self.no_nginx, ("NginxDown",)),
            (self.waiting_mysql, ("MySqlLockQueue", "MySqlLockWaits")),
            (self.paused_mysql, ("MySqlDown",)),
            (self.full_redis, ("RedisMemory", "RedisEvicted")),
            (self.paused_redis, ("RedisDown",)),
            (self.forged_callbacks, ("PayonceCallbacksRejected",)),
            (self.hanging_api, ("NginxWebhooksRefused",)),
            (self.paused_worker, ("PayonceNotWorking",)),
        ):
            before, fired = time.monotonic(), set()
            with fault():
                missed = self.until(lambda: fired.update(self.watch.now) or set(alarms) - fired, 40)
            left = self.until(lambda: set(alarms) & self.watch.now, 60)
            unseen += ["%s did not fire" % each for each in missed] + ["%s did not resolve" % each for each in left]
            self.say("%s: %s in %d s%s" % (fault.__name__.replace("_", " "), ", ".join(alarms), time.monotonic() - before,
                                          "; MISSED " + str(missed) + str(left) if missed or left else ", fired and resolved"))
        every = re.findall(r"(?m)^ +- alert: (\w+)$", "".join(file.read_text() for file in sorted(DEPLOY.glob("prometheus/*.yml"))))
        self.say("%d of %d alarms fired, %d of them resolved: %s" % (
            len(self.watch.seen), len(every), len(self.watch.resolved), ", ".join(sorted(self.watch.seen))))
        return unseen

    def until(self, rest, patience):
        deadline = time.monotonic() + patience
        while (left := rest()) and time.monotonic() < deadline:
            time.sleep(0.3)
        return sorted(left)

    @contextlib.contextmanager
    def repeated(self, step, threads):
        """Repeats a step in threads until the block ends."""
        over = threading.Event()

        def loop(number):
            while not over.is_set():
                with contextlib.suppress(Exception):  # A fault is meant to break it.
                    step(number)
                over.wait(0.05)

        with concurrent.futures.ThreadPoolExecutor(threads) as pool:
            for number in range(threads):
                pool.submit(loop, number)
            try:
                yield
            finally:
                over.set()

    def busy_php(self):
        return self.repeated(lambda number: self.nginx.send("GET", "/?ms=6500", SHOP, "127.0.2.%d" % (number + 1)), 64)

    def flood(self):
        return self.repeated(self.hundred_pages, 2)

    def hundred_pages(self, _):
        """Sends a hundred requests at once, and reads the answers until nginx closes."""
        request = b"GET / HTTP/1.1\r\nHost: %s\r\n" % SHOP.encode()
        with contextlib.closing(self.nginx.socket("127.0.3.1")) as connection:
            connection.sendall((request + b"\r\n") * 99 + request + b"Connection: close\r\n\r\n")
            while connection.recv(65536):
                pass

    @contextlib.contextmanager
    def no_php(self):
        self.fpm.process.terminate()  # A kill would leave its children, which go on serving.
        self.fpm.process.wait(20)
        with self.repeated(lambda number: self.nginx.send("GET", "/", SHOP, "127.0.4.%d" % (number + 1)), 2):
            yield
        time.sleep(0.5)
        self.fpm.up()

    @contextlib.contextmanager
    def no_nginx(self):
        self.nginx.process.terminate()
        self.nginx.process.wait(20)
        yield
        self.nginx.up()

    @contextlib.contextmanager
    def php(self, script):
        host, port = self.found["mysql"].split(":")
        process = subprocess.Popen(["php", "-r", script, "--", host, port, self.found["mysql-user"], self.found["mysql-password"]],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            yield
        finally:
            process.wait(60)

    def waiting_mysql(self):
        return self.php(WAITS)

    def paused_mysql(self):
        return paused(self.found["mysql"].split(":")[1])

    def redis(self, *words):
        """Sends a command to Redis and returns its answer's first part."""
        host, port = self.found["redis"].split(":")
        with socket.create_connection((host, int(port)), 5) as connection:
            text = "*%d\r\n" % len(words) + "".join("$%d\r\n%s\r\n" % (len(str(word)), word) for word in words)
            connection.sendall(text.encode())
            return connection.recv(65536).decode()

    @contextlib.contextmanager
    def full_redis(self):
        used = int(re.search(r"used_memory:(\d+)", self.redis("INFO", "memory")).group(1))
        old = re.search(r"\$\d+\r\n(\d+)\r\n", self.redis("CONFIG", "GET", "maxmemory").split("maxmemory\r\n")[1]).group(1)
        self.redis("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
        self.redis("CONFIG", "SET", "maxmemory", used + 60_000)
        with self.repeated(lambda _: self.redis("SET", "alarm:" + os.urandom(8).hex(), "x" * 4000), 2):
            yield
        self.redis("CONFIG", "SET", "maxmemory", old)
        self.redis("CONFIG", "SET", "maxmemory-policy", "noeviction")
        self.redis("FLUSHALL")

    def paused_redis(self):
        return paused(self.found["redis"].split(":")[1])

    def forged_callbacks(self):
        return self.repeated(lambda _: self.nginx.send("POST", "/webhooks/stripe", "localhost", body=b"{}",
                                                       headers={"Stripe-Signature": "t=1,v1=00"}), 1)

    @contextlib.contextmanager
    def hanging_api(self):
        with paused(self.found["api"].split(":")[1]), self.repeated(self.hasty_callback, 2):
            yield

    def hasty_callback(self, _):
        with contextlib.closing(self.nginx.socket()) as connection:
            connection.sendall(b"POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}")
            time.sleep(0.3)

    def paused_worker(self):
        return paused(self.found["worker"].split(":")[1])


def empty_queries(prometheus, say):
    """Returns the queries of dashboards that have no answer."""
    found = [(board, panel["title"], target["expr"]) for board, panel in test_grafana.panels() for target in panel["targets"]]
    empty = []
    for board, title, query in found:
        for name, value in {**test_grafana.VARIABLES, "$__rate_interval": "30m"}.items():
            query = query.replace(name, value)
        if not prometheus.query(query):
            empty.append("%s, %s: %s" % (board, title, query))
    say("%d of %d queries of the dashboards have an answer" % (len(found) - len(empty), len(found)))
    for each in empty:
        say("  EMPTY " + each)
    return empty
