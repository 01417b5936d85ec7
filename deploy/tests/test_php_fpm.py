"""deploy/php-fpm on a real PHP-FPM, and scripts/size-php-fpm."""

import contextlib
import re
import subprocess
import sys
import threading
import time
import unittest
import urllib.request

from stack import DEPLOY, FPM, NGINX, ROOT, Api, Fpm, Nginx

SHOP = "shop.example.com"


def sized(*arguments):
    """Returns the pool that the script prints, its explanations, and its exit code."""
    done = subprocess.run([sys.executable, str(ROOT / "scripts/size-php-fpm"), *arguments], capture_output=True, text=True)
    pool = dict(line.split(" = ") for line in done.stdout.splitlines() if " = " in line and not line.startswith(";"))
    return pool, done.stdout + done.stderr, done.returncode


class SizeTest(unittest.TestCase):

    def test_memory_bounds_the_children_where_the_load_asks_for_more(self):
        pool, why, code = sized("--memory", "4096", "--others", "2048", "--process", "100", "--rate", "40", "--seconds", "0.5")
        self.assertEqual((0, "18", "static"), (code, pool["pm.max_children"], pool["pm"]))
        self.assertIn("TOO LITTLE MEMORY: the load needs 40 processes", why)

    def test_the_load_bounds_the_children_where_memory_is_plenty(self):
        pool, why, _ = sized("--memory", "16384", "--others", "4096", "--process", "60", "--rate", "20", "--seconds", "0.3")
        self.assertEqual(("12", "static", "80"), (pool["pm.max_children"], pool["pm"], pool["listen.backlog"]))
        self.assertNotIn("TOO LITTLE", why)

    def test_a_quiet_shop_gets_ondemand_without_spare_servers(self):
        pool, why, _ = sized("--memory", "2048", "--others", "1024", "--process", "60", "--rate", "0.5", "--seconds", "0.3")
        self.assertEqual(("ondemand", "4", "60s"), (pool["pm"], pool["pm.max_children"], pool["pm.process_idle_timeout"]))
        self.assertNotIn("pm.start_servers", pool)
        self.assertIn("have no effect", why)

    def test_shared_memory_means_ondemand_whatever_the_load(self):
        self.assertEqual("ondemand", sized("--memory", "8192", "--others", "2048", "--process", "60", "--rate", "20", "--seconds",
                                           "0.3", "--shared")[0]["pm"])

    def test_between_both_dynamic_has_spare_servers_that_fpm_accepts(self):
        pool, _, _ = sized("--memory", "4096", "--others", "2048", "--process", "60", "--rate", "2", "--seconds", "0.4")
        low, start, high = (int(pool["pm." + name]) for name in ("min_spare_servers", "start_servers", "max_spare_servers"))
        self.assertEqual("dynamic", pool["pm"])
        self.assertTrue(0 < low <= start <= high <= int(pool["pm.max_children"]))

    def test_a_machine_that_is_too_small_is_refused_with_the_reason(self):
        _, why, code = sized("--memory", "1024", "--others", "900", "--process", "60", "--rate", "1", "--seconds", "0.3")
        self.assertEqual(1, code)
        self.assertIn("Give it more memory", why)

    def test_nonsense_is_refused(self):
        self.assertEqual(2, sized("--memory", "-1", "--others", "1", "--process", "60", "--rate", "1", "--seconds", "0.3")[2])
        self.assertIn("No process of the pool none", sized("--memory", "1024", "--others", "9", "--measure", "none", "--rate", "1",
                                                           "--seconds", "0.3")[1])


@unittest.skipUnless(NGINX and FPM, "PHP-FPM is not checked: apt-get install nginx-light php8.2-fpm openssl")
class FpmTest(unittest.TestCase):

    @contextlib.contextmanager
    def stack(self, **changes):
        with contextlib.ExitStack() as opened:
            api = opened.enter_context(contextlib.closing(Api()))
            fpm = opened.enter_context(contextlib.closing(Fpm(**changes).up()))
            nginx = opened.enter_context(contextlib.closing(Nginx(api.port, fpm).up()))
            (nginx.site / "index.php").write_text("<?php usleep(1000 * (int) ($_GET['ms'] ?? 0)); echo getmypid();")
            yield nginx, fpm

    def numbers(self, nginx, pool="pages"):
        with urllib.request.urlopen("http://127.0.0.1:%d/fpm/%s?openmetrics" % (nginx.status, pool), timeout=5) as answer:
            return {name: float(value) for name, value in re.findall(r"(?m)^(phpfpm_\w+) (\S+)$", answer.read().decode())}

    def at_once(self, nginx, count, path):
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(nginx.send("GET", path, SHOP)[0])) for _ in range(count)]
        for thread in threads:
            thread.start()
        return answers, threads

    def test_fpm_accepts_the_pools_for_each_manager(self):
        for manager in ("ondemand", "dynamic", "static"):
            fpm = Fpm(pm=manager)
            with contextlib.closing(fpm):
                checked = subprocess.run([*fpm.command, "-t"], capture_output=True, text=True)
                self.assertEqual(0, checked.returncode, checked.stderr)

    def test_the_values_of_the_audit_are_set(self):
        text = (DEPLOY / "php-fpm/shop.conf").read_text()
        for line in ("pm = ondemand", "pm.max_children = 50", "pm.start_servers = 5", "pm.min_spare_servers = 2",
                     "pm.max_spare_servers = 10", "pm.max_requests = 500", "request_terminate_timeout = 60s"):
            self.assertIn("\n" + line + "\n", text)

    def test_start_servers_and_spare_servers_do_nothing_under_ondemand(self):
        with self.stack(pm_process_idle_timeout="1s") as (nginx, fpm):
            self.assertEqual([], fpm.children(), "a process was started before the first request")
            nginx.send("GET", "/", SHOP)
            self.assertEqual(1, len(fpm.children()))
            deadline = time.monotonic() + 15
            while fpm.children() and time.monotonic() < deadline:
                time.sleep(0.2)
            self.assertEqual([], fpm.children(), "min_spare_servers was kept")
            self.assertEqual(4, len(fpm.children("shop_calls")))

    def test_dynamic_starts_what_start_servers_says(self):
        with self.stack(pm="dynamic") as (_, fpm):
            self.assertEqual(5, len(fpm.children()))

    def test_while_all_pages_are_busy_the_numbers_say_so_and_a_call_gets_through(self):
        with self.stack(pm_max_children="3") as (nginx, fpm):
            answers, threads = self.at_once(nginx, 8, "/?ms=3000")
            deadline = time.monotonic() + 3
            while self.numbers(nginx)["phpfpm_listen_queue"] < 1 and time.monotonic() < deadline:
                time.sleep(0.1)
            numbers = self.numbers(nginx)
            start = time.monotonic()
            self.assertEqual(200, nginx.send("POST", "/wp-json/payonce/v1/effects", SHOP, body=b"{}")[0])
            waited = time.monotonic() - start
            for thread in threads:
                thread.join()
            self.assertEqual([200] * 8, answers)
            self.assertEqual(3, numbers["phpfpm_active_processes"], numbers)
            self.assertGreaterEqual(numbers["phpfpm_listen_queue"], 1, numbers)
            self.assertGreaterEqual(numbers["phpfpm_max_children_reached"], 1, numbers)
            self.assertLess(waited, 3)

    def test_a_script_that_waits_is_killed_and_the_next_request_served(self):
        with self.stack(request_terminate_timeout="1s", request_slowlog_timeout="0") as (nginx, fpm):
            start = time.monotonic()
            self.assertEqual(502, nginx.send("GET", "/?ms=30000", SHOP)[0])
            self.assertLess(time.monotonic() - start, 10)
            self.assertIn("execution timed out", fpm.log.read_text())
            self.assertEqual(200, nginx.send("GET", "/", SHOP)[0])

    def test_the_calculator_measures_a_running_pool(self):
        with self.stack() as (nginx, _):
            nginx.send("GET", "/", SHOP)
            pool, why, code = sized("--memory", "4096", "--others", "2048", "--measure", "shop_pages", "--rate", "2", "--seconds", "0.1")
            self.assertEqual(0, code, why)
            self.assertRegex(why, r"measured: \d+ processes of shop_pages, the largest has \d+ MB")

    def test_the_alarms_know_the_names_that_fpm_exposes(self):
        with self.stack() as (nginx, _):
            exposed = set(self.numbers(nginx))
        used = set(re.findall(r"phpfpm_\w+", "".join(
            file.read_text() for pattern in ("prometheus/*.yml", "grafana/dashboards/*.json") for file in DEPLOY.glob(pattern))))
        self.assertGreater(len(used), 5)
        self.assertEqual(set(), used - exposed)


if __name__ == "__main__":
    unittest.main()
