"""The rules, the scrape configuration and Alertmanager's example, by promtool, Prometheus, mtail and amtool."""

import contextlib
import json
import pathlib
import re
import subprocess
import tempfile
import time
import unittest
import urllib.parse
import urllib.request

from alarm_cases import CASES
from stack import DEPLOY, FPM, NGINX, Api, Fpm, Nginx, Server, free_port, program

PROMTOOL, PROMETHEUS, MTAIL, AMTOOL = (program(name) for name in ("promtool", "prometheus", "mtail", "amtool"))
RULES = [DEPLOY / "prometheus" / name for name in ("alerts.yml", "stack.yml", "temporal.yml")]
SHOP = "shop.example.com"


def alarms():
    return re.findall(r"(?m)^ +- alert: (\w+)$", "".join(file.read_text() for file in RULES))


@unittest.skipUnless(PROMTOOL, "the rules of Prometheus are not checked: apt-get install prometheus")
class RulesTest(unittest.TestCase):

    def run_tool(self, *command):
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
        self.assertEqual(0, done.returncode, done.stdout[-3000:] + done.stderr[-3000:])

    def test_promtool_accepts_rules_and_scrape_configuration(self):
        self.run_tool(PROMTOOL, "check", "rules", *RULES)
        self.run_tool(PROMTOOL, "check", "config", DEPLOY / "prometheus/prometheus.yml")

    def test_each_alarm_fires_by_its_cause_and_not_by_what_is_near_it(self):
        self.assertEqual(sorted(alarms()), sorted(CASES))
        # Cases without a common metric share one evaluation of all rules.
        groups = []
        for alarm, cases in CASES.items():
            for series, expected in zip(cases, (1, 0)):
                metrics = {name.split("{")[0] for name in series}
                group = next((each for taken, each in groups if not taken & metrics), None)
                if group is None:
                    groups.append((set(), group := {"interval": "1m", "input_series": [], "promql_expr_test": []}))
                next(taken for taken, each in groups if each is group).update(metrics)
                group["input_series"] += [{"series": name, "values": values} for name, values in series.items()]
                group["promql_expr_test"].append({
                    "expr": 'clamp_max(count(ALERTS{alertname="%s",alertstate="firing"}) or vector(0), 1)' % alarm,
                    "eval_time": "60m", "exp_samples": [{"labels": "{}", "value": expected}]})
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "tests.yml")
            file.write_text(json.dumps({"rule_files": [str(rules) for rules in RULES], "evaluation_interval": "1m",
                                        "tests": [group for _, group in groups]}))
            self.run_tool(PROMTOOL, "test", "rules", file)

    def test_each_alarm_has_a_severity_and_a_link_to_its_row(self):
        for rule in re.split(r"(?m)^ +- alert: ", "".join(file.read_text() for file in RULES))[1:]:
            name = rule.split("\n")[0]
            self.assertRegex(rule, r"severity: (page|ticket) ", name)
            page, anchor = re.search(r"runbooks }}/([\w.]+)#([\w-]+)\"", rule).groups()
            text = (DEPLOY.parent / "docs" / page).read_text()
            self.assertTrue("| `%s` |" % name in text, "%s has no row in %s" % (name, page))
            self.assertTrue("\n## %s\n" % anchor.replace("-", " ").capitalize() in text, anchor)

    def test_the_bound_of_busy_processes_is_four_fifths_of_the_pool(self):
        children = int(re.search(r"(?m)^pm.max_children = (\d+)", (DEPLOY / "php-fpm/shop.conf").read_text()).group(1))
        self.assertIn('phpfpm_active_processes{pool="pages"} > %d\n' % (children * 8 // 10), RULES[1].read_text())

    @unittest.skipUnless(AMTOOL, "Alertmanager's example is not checked: apt-get install prometheus-alertmanager")
    def test_amtool_accepts_the_example_and_pages_reach_a_person(self):
        file = DEPLOY / "prometheus/alertmanager.yml"
        self.run_tool(AMTOOL, "check-config", file)
        for severity, receiver in (("page", "on-call"), ("ticket", "tickets")):
            done = subprocess.run([AMTOOL, "config", "routes", "test", "--config.file", str(file), "severity=" + severity],
                                  capture_output=True, text=True)
            self.assertEqual(receiver, done.stdout.strip())


@unittest.skipUnless(NGINX and FPM and PROMETHEUS and MTAIL,
                     "Prometheus on a live stack is not checked: apt-get install prometheus mtail nginx-light php8.2-fpm openssl")
class LiveTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        cls.addClassCleanup(cls.stack.close)
        keep = lambda server: cls.stack.enter_context(contextlib.closing(server))
        api, fpm = keep(Api()), keep(Fpm(pm_max_children="3").up())
        cls.nginx = keep(Nginx(api.port, fpm).up())
        (cls.nginx.site / "index.php").write_text("<?php usleep(1000 * (int) ($_GET['ms'] ?? 0)); echo 'page';")
        mtail = keep(Server())
        cls.mtail = free_port()
        mtail.start([MTAIL, "--progs", str(DEPLOY / "mtail"), "--logs", str(cls.nginx.access), "--address", "127.0.0.1",
                     "--port", str(cls.mtail), "--poll_interval", "250ms"], cls.mtail)
        cls.prometheus = keep(Server())
        cls.port = free_port()
        (cls.prometheus.folder / "prometheus.yml").write_text(
            (DEPLOY / "prometheus/prometheus.yml").read_text().replace("15s", "1s")
            .replace("nginx:8090", "127.0.0.1:%d" % cls.nginx.status).replace("nginx:3903", "127.0.0.1:%d" % cls.mtail)
            .replace("localhost:9090", "127.0.0.1:%d" % cls.port))
        for file in RULES:
            (cls.prometheus.folder / file.name).write_text(re.sub(r"for: \w+", "for: 2s", file.read_text()))
        cls.prometheus.start([PROMETHEUS, "--config.file=prometheus.yml", "--storage.tsdb.path=data", "--log.level=warn",
                              "--web.listen-address=127.0.0.1:%d" % cls.port], cls.port)

    def asked(self, query):
        """Returns the values of a query by one of its labels, or by the empty text."""
        address = "http://127.0.0.1:%d/api/v1/query?%s" % (self.port, urllib.parse.urlencode({"query": query}))
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=10) as answer:
            return {each["metric"].get("job", ""): float(each["value"][1]) for each in json.load(answer)["data"]["result"]}
        return {}

    def until(self, query, holds, patience=40):
        deadline = time.monotonic() + patience
        while not holds(found := self.asked(query)):
            self.assertLess(time.monotonic(), deadline, "%s has %s" % (query, found))
            time.sleep(0.3)
        return found

    def test_prometheus_reads_fpm_and_mtail(self):
        wanted = {"php-fpm-pages", "php-fpm-calls", "mtail", "prometheus"}
        self.until("up == 1", lambda found: wanted <= set(found))

    def test_the_log_becomes_a_histogram(self):
        self.nginx.send("GET", "/?ms=300", SHOP)
        self.nginx.send("POST", "/webhooks/stripe", body=b"{}")
        self.until('nginx_upstream_seconds_bucket{path="page",le="1"} - ignoring(le) nginx_upstream_seconds_bucket{path="page",le="0.25"}',
                   lambda found: sum(found.values()) >= 1)
        self.until('sum(nginx_requests_total{path="webhook",status="200"})', lambda found: sum(found.values()) >= 1)

    def test_an_alarm_fires_while_requests_wait_for_php_and_resolves_afterwards(self):
        import threading
        query, over = 'ALERTS{alertname="PhpFpmQueue",alertstate="firing"}', threading.Event()

        def shopper(number):
            while not over.is_set():
                self.nginx.send("GET", "/?ms=700", SHOP, "127.0.2.%d" % (number + 1))

        threads = [threading.Thread(target=shopper, args=(number,)) for number in range(12)]
        self.until("phpfpm_up", lambda found: len(found) == 2)
        self.assertEqual({}, self.asked(query))
        for thread in threads:
            thread.start()
        try:
            self.until(query, lambda found: "php-fpm-pages" in found and "php-fpm-calls" not in found)
        finally:
            over.set()
            for thread in threads:
                thread.join()
        self.until(query, lambda found: not found)


if __name__ == "__main__":
    unittest.main()
