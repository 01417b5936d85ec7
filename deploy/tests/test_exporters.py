"""The names of metrics in rules and dashboards are those that the exporters really expose, read from live ones."""

import contextlib
import os
import pathlib
import re
import subprocess
import sys
import unittest
import urllib.request

from stack import DEPLOY, FPM, NGINX, ROOT, Fpm, Nginx, Server, free_port, program

EXPORTERS = {name: program("prometheus-%s-exporter" % name, other) for name, other in
             (("mysqld", "mysqld_exporter"), ("redis", "redis_exporter"), ("nginx", "nginx-prometheus-exporter"))}
REDIS = program("redis-server") or next(map(str, pathlib.Path.home().glob(".cache/payonce/redis-server*/redis-server*")), None)


def used(prefix):
    """Returns the metrics of this prefix in rules and dashboards."""
    files = [*DEPLOY.glob("prometheus/*.yml"), *DEPLOY.glob("grafana/dashboards/*.json")]
    return set(re.findall(r"\b%s_\w+" % prefix, "".join(file.read_text() for file in files)))


def exposed(command, port, environment=None):
    """Starts an exporter and returns the names that it exposes."""
    exporter = Server()
    old = dict(os.environ)
    try:
        os.environ.update(environment or {})
        exporter.start(command, port)
        with urllib.request.urlopen("http://127.0.0.1:%d/metrics" % port, timeout=15) as answer:
            return set(re.findall(r"(?m)^([a-z]\w+)[ {]", answer.read().decode()))
    finally:
        os.environ.clear()
        os.environ.update(old)
        exporter.close()


class ExportersTest(unittest.TestCase):

    def names_of_mysql(self):
        port = free_port()
        host = re.search(r"127\.0\.0\.1:\d+", os.environ["PAYONCE_DATABASE_URL"]).group()
        source = "%s:%s@(%s)/" % (os.environ["PAYONCE_DATABASE_USER"], os.environ["PAYONCE_DATABASE_PASSWORD"], host)
        return exposed([EXPORTERS["mysqld"], "--web.listen-address=127.0.0.1:%d" % port], port, {"DATA_SOURCE_NAME": source})

    @unittest.skipUnless(EXPORTERS["mysqld"] and program("mariadbd"),
                         "the names of MySQL's metrics are not checked: apt-get install prometheus-mysqld-exporter mariadb-server")
    def test_mysql(self):
        if "PAYONCE_DATABASE_URL" in os.environ:
            self.assertEqual(set(), used("mysql") - self.names_of_mysql())
            return
        done = subprocess.run([str(ROOT / "scripts/with-mariadb"), sys.executable, "-B", "-m", "unittest",
                               "test_exporters.ExportersTest.test_mysql"], capture_output=True, text=True, timeout=120)
        self.assertEqual(0, done.returncode, done.stderr[-2000:])
        self.assertGreater(len(used("mysql")), 5)

    @unittest.skipUnless(EXPORTERS["redis"] and REDIS,
                         "the names of Redis' metrics are not checked: apt-get install prometheus-redis-exporter redis-server")
    def test_redis(self):
        server, port, exporter = Server(), free_port(), free_port()
        try:
            server.start([REDIS, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--maxmemory", "9mb"], port)
            names = exposed([EXPORTERS["redis"], "-redis.addr", "redis://127.0.0.1:%d" % port,
                             "-web.listen-address", "127.0.0.1:%d" % exporter], exporter)
        finally:
            server.close()
        self.assertGreater(len(used("redis")), 3)
        self.assertEqual(set(), used("redis") - names)

    @unittest.skipUnless(EXPORTERS["nginx"] and NGINX and FPM,
                         "the names of nginx' metrics are not checked: apt-get install prometheus-nginx-exporter nginx-light php8.2-fpm")
    def test_nginx(self):
        with contextlib.ExitStack() as opened:
            fpm = opened.enter_context(contextlib.closing(Fpm()))
            nginx = opened.enter_context(contextlib.closing(Nginx(free_port(), fpm).up()))
            port = free_port()
            names = exposed([EXPORTERS["nginx"], "-nginx.scrape-uri", "http://127.0.0.1:%d/stub_status" % nginx.status,
                             "-web.listen-address", "127.0.0.1:%d" % port], port)
        of_mtail = {"nginx_requests_total", "nginx_upstream_seconds", "nginx_upstream_seconds_bucket"}
        self.assertIn("nginx_up", used("nginx"))
        self.assertEqual(set(), used("nginx") - of_mtail - names)


if __name__ == "__main__":
    unittest.main()
