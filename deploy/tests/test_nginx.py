"""deploy/nginx on a real nginx: a webhook and another shopper's page get through while others are slow or flood."""

import contextlib
import http.client
import re
import subprocess
import threading
import time
import unittest
import urllib.request

from stack import DEPLOY, FPM, NGINX, Api, Fpm, Nginx

SHOP = "shop.example.com"

# A gateway waits for 10 s at least. Far below it on a machine that does nothing else.
PATIENCE = 8


def setUpModule():
    if not NGINX or not FPM:
        raise unittest.SkipTest("nginx is not checked: apt-get install nginx-light php8.2-fpm openssl")


class NginxTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.api = Api()
        cls.fpm = Fpm().up()
        cls.nginx = Nginx(cls.api.port, cls.fpm, trusted="set_real_ip_from 127.0.0.9;\n").up()
        for path, text in (
            ("index.php", "<?php usleep(20000); echo 'page';"),
            ("wp-login.php", "<?php echo 'login';"),
            ("style.css", "a { color: red }"),
            ("wp-content/uploads/evil.php", "<?php echo 'evil';"),
            ("wp-content/debug.log", "secret"),
            (".git/config", "secret"),
        ):
            file = cls.nginx.site / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

    @classmethod
    def tearDownClass(cls):
        cls.nginx.close()
        cls.fpm.close()
        cls.api.close()

    def webhook(self, source="127.0.0.1"):
        """Sends a callback and returns the seconds until it was acknowledged."""
        start = time.monotonic()
        status, _, _ = self.nginx.send("POST", "/webhooks/stripe", source=source, body=b"{}")
        self.assertEqual(200, status)
        return time.monotonic() - start

    def test_nginx_accepts_the_configuration(self):
        checked = subprocess.run([*self.nginx.command[:3], "-t"], capture_output=True, text=True)
        self.assertEqual(0, checked.returncode, checked.stderr)
        self.assertNotIn("[warn]", checked.stderr)

    def test_the_values_of_the_audit_are_set(self):
        text = (DEPLOY / "nginx/nginx.conf").read_text()
        for line in ("worker_processes auto;", "worker_connections 4096;", "multi_accept on;", "keepalive_timeout 65;",
                     "keepalive_requests 1000;"):
            self.assertRegex(text, r"(?m)^ *" + re.escape(line) + "$")

    def test_a_webhook_is_acknowledged_while_slow_clients_drip_headers_and_bodies(self):
        before = len(self.api.seen)
        slow = []
        for number in range(160):
            with contextlib.suppress(OSError):
                client = self.nginx.socket("127.0.0.4")
                client.sendall(b"POST /payments HTTP/1.1\r\nHost: pay.example.com\r\nContent-Length: 900\r\n"
                               + (b"\r\n{" if number % 2 else b"X-Slow: "))
                slow.append(client)
        self.assertGreater(len(slow), 150)
        stop = threading.Event()

        def drip():
            while not stop.wait(1):
                for client in slow:
                    with contextlib.suppress(OSError):
                        client.send(b" ")

        dripper = threading.Thread(target=drip)
        dripper.start()
        try:
            times = []
            for _ in range(11):
                times.append(self.webhook())
                time.sleep(1)
            self.assertLess(max(times), PATIENCE)
            self.assertEqual(11, len(self.api.seen) - before, "a drip reached the API")
            closed = 0
            for client in slow[::2]:
                client.settimeout(0.05)
                with contextlib.suppress(OSError):
                    closed += client.recv(1) == b""
            self.assertGreater(closed, 70, "headers may drip for longer than 10 s")
        finally:
            stop.set()
            dripper.join()
            for client in slow:
                client.close()

    def test_a_flood_of_pages_is_refused_and_others_are_served(self):
        answers, latest = [], time.monotonic() + 30
        start = time.monotonic()

        def flood():
            with contextlib.closing(self.nginx.client("127.0.0.2")) as client:
                for _ in range(60):
                    answers.append(self.nginx.send("GET", "/?p=1", SHOP, client=client)[0])
                    if time.monotonic() > latest:
                        return

        threads = [threading.Thread(target=flood) for _ in range(8)]
        for thread in threads:
            thread.start()
        times = [self.webhook("127.0.0.2") for _ in range(20)]
        for _ in range(5):
            page = self.nginx.send("GET", "/", SHOP, "127.0.0.3")
            self.assertEqual((200, b"page"), (page[0], page[2]))
        for thread in threads:
            thread.join()
        allowed = 41 + 10 * (time.monotonic() - start) + 2
        self.assertLessEqual(answers.count(200), allowed)
        self.assertEqual({200, 429}, set(answers))
        self.assertLess(max(times), PATIENCE)

    def test_calls_to_the_shop_have_no_limit(self):
        for path in ("/wp-json/payonce/v1/effects", "/?rest_route=/payonce/v1/ping", "/?wc-api=wc_stripe"):
            with contextlib.closing(self.nginx.client("127.0.0.8")) as client:
                answers = [self.nginx.send("POST", path, SHOP, body=b"{}", client=client)[0] for _ in range(70)]
                self.assertEqual({200}, set(answers), path)

    def test_a_thief_who_tries_cards_is_slowed_down(self):
        answers = [self.nginx.send("POST", "/?wc-ajax=checkout", SHOP, "127.0.0.5")[0] for _ in range(20)]
        self.assertLessEqual(answers.count(200), 14)
        self.assertIn(429, answers)

    def test_webhooks_have_no_limit_and_each_reaches_the_api(self):
        before = self.api.count("/webhooks/stripe-eu")
        with contextlib.closing(self.nginx.client("127.0.0.2")) as client:
            for _ in range(700):
                self.assertEqual(200, self.nginx.send("POST", "/webhooks/stripe-eu", body=b"{}", client=client)[0])
        self.assertEqual(700, self.api.count("/webhooks/stripe-eu") - before)

    def test_a_log_in_is_limited_though_its_sender_forges_addresses(self):
        answers = [self.nginx.send("POST", "/operations/login", source="127.0.0.6",
                                   headers={"X-Forwarded-For": "10.9.9.%d" % number})[0] for number in range(30)]
        self.assertLessEqual(answers.count(200), 13)
        self.assertIn(429, answers)

    def test_the_address_of_a_client_is_what_the_trusted_proxy_appended(self):
        self.nginx.send("POST", "/webhooks/address", source="127.0.0.9", headers={"X-Forwarded-For": "10.0.0.1, 198.51.100.7, 127.0.0.9"})
        [seen] = [each for each in self.api.seen if each[1] == "/webhooks/address"]
        self.assertEqual("198.51.100.7", seen[2]["X-Forwarded-For"])

    def test_only_callbacks_are_open_to_the_outside(self):
        outside = {"X-Forwarded-For": "198.51.100.7"}
        for path in ("/payments/1", "/operations/login", "/operations", "/openapi.yaml", "/readyz"):
            self.assertEqual(403, self.nginx.send("GET", path, source="127.0.0.9", headers=outside)[0], path)
        self.assertEqual(200, self.nginx.send("POST", "/webhooks/stripe", source="127.0.0.9", headers=outside)[0])

    def test_what_is_in_no_list_stays_inside(self):
        for path in ("/actuator/prometheus", "/actuator/health", "/actuator/env", "/", "/paymentsx"):
            self.assertEqual(404, self.nginx.send("GET", path)[0], path)

    def test_only_documents_are_cached_and_no_payment_is(self):
        for path, reads in (("/openapi.yaml", 1), ("/operations/style.css", 1), ("/payments/1001", 3), ("/operations", 3),
                            ("/open-work", 3)):
            before = self.api.count(path)
            for _ in range(3):
                self.assertEqual(200, self.nginx.send("GET", path)[0])
            self.assertEqual(reads, self.api.count(path) - before, path)

    def test_a_body_above_the_limit_is_refused_before_the_api(self):
        before = self.api.count("/webhooks/large")
        self.assertEqual(413, self.nginx.send("POST", "/webhooks/large", body=b"x" * 300_000)[0])
        self.assertEqual(0, self.api.count("/webhooks/large") - before)

    def test_the_api_hears_of_tls_and_of_no_header_that_a_client_forged(self):
        self.nginx.send("POST", "/webhooks/scheme", headers={"X-Forwarded-Proto": "http", "X-Forwarded-For": "10.1.1.1"})
        [seen] = [each for each in self.api.seen if each[1] == "/webhooks/scheme"]
        self.assertEqual(("https", "127.0.0.1"), (seen[2]["X-Forwarded-Proto"], seen[2]["X-Forwarded-For"]))

    def test_static_files_are_kept_by_browsers_and_hidden_ones_are_not_served(self):
        status, headers, _ = self.nginx.send("GET", "/style.css?ver=1", SHOP)
        self.assertEqual((200, True), (status, "max-age=2592000" in headers.get_all("Cache-Control")))
        for path in ("/wp-content/uploads/evil.php", "/.git/config", "/wp-content/debug.log", "/xmlrpc.php", "/none.php"):
            self.assertEqual(404, self.nginx.send("GET", path, SHOP)[0], path)

    def test_the_log_has_no_query(self):
        self.nginx.send("GET", "/wp-login.php?key=wc_order_secret", SHOP, "127.0.0.7")
        self.assertIn("/wp-login.php", self.nginx.access.read_text())
        self.assertNotIn("wc_order_secret", self.nginx.access.read_text())

    def test_plaintext_is_redirected_and_old_tls_refused(self):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.nginx.plain, timeout=5)) as client:
            client.request("GET", "/cart?a=1", headers={"Host": SHOP})
            answer = client.getresponse()
            answer.read()
            self.assertEqual((301, "https://shop.example.com/cart?a=1"), (answer.status, answer.headers["Location"]))
        checked = subprocess.run(["openssl", "s_client", "-connect", "127.0.0.1:%d" % self.nginx.port, "-tls1_1"],
                                 capture_output=True, stdin=subprocess.DEVNULL, timeout=20)
        self.assertNotEqual(0, checked.returncode)

    def test_numbers_are_on_a_port_of_their_own(self):
        address = "http://127.0.0.1:%d" % self.nginx.status
        with urllib.request.urlopen(address + "/stub_status", timeout=5) as answer:
            self.assertIn(b"Active connections", answer.read())
        with urllib.request.urlopen(address + "/fpm/pages?openmetrics", timeout=5) as answer:
            self.assertIn(b"phpfpm_active_processes", answer.read())


if __name__ == "__main__":
    unittest.main()
