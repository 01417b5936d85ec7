"""The real nginx and PHP-FPM of these tests, from the files of deploy/, and a stand-in for Payonce's API."""

import contextlib
import http.client
import http.server
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time

DEPLOY = pathlib.Path(__file__).resolve().parent.parent
ROOT = DEPLOY.parent


def program(*names):
    """Returns the path of the first of these programs, or None."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
    return next((found for found in (shutil.which(name, path=path) for name in names) if found), None)


NGINX = program("nginx") if program("openssl") else None
TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
TLS.check_hostname, TLS.verify_mode = False, ssl.CERT_NONE
FPM = program("php-fpm8.2", "php-fpm8.3", "php-fpm8.4", "php-fpm")


# Below the ports that other tests take, and below those of outgoing connections.
PORTS = iter(range(10_000 + os.getpid() * 331 % 4_000, 15_000))


def free_port():
    for port in PORTS:
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no free port below 15000")


def wait_for(port, process, log, patience=20):
    """Waits until a program listens; fails with the end of its log."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("port %d is not served: %s" % (port, log.read_text()[-2000:]))


class Server:
    """A program and its folder, both gone after close()."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="payonce-deploy-"))
        self.folder.chmod(0o755)
        self.log = self.folder / "log"
        self.process = None

    def start(self, command, port):
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder)
        wait_for(port, self.process, self.log)

    def close(self):
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Fpm(Server):
    """PHP-FPM with the pools of deploy/php-fpm on free ports; changes is a dict of directives of the first pool."""

    def __init__(self, **changes):
        super().__init__()
        self.ports = {name: free_port() for name in ("9000", "9001", "9010", "9011")}
        pools = (DEPLOY / "php-fpm/shop.conf").read_text()
        for line, port in self.ports.items():
            pools = re.sub(r"(?m)^(listen|pm\.status_listen) = %s$" % line, r"\1 = 127.0.0.1:%d" % port, pools)
        pools = pools.replace("slowlog = /proc/self/fd/2", "slowlog = %s" % (self.folder / "slow"))
        if os.getuid() == 0:
            pools = pools.replace("= www-data", "= root")
        else:
            pools = re.sub(r"(?m)^(user|group) = .*\n", "", pools)
        first, second = pools.split("[shop_calls]")
        for name, value in changes.items():
            name = name.replace("pm_", "pm.")
            first, count = re.subn(r"(?m)^%s = .*$" % re.escape(name), "%s = %s" % (name, value), first)
            assert count == 1, name
        self.file = self.folder / "fpm.conf"
        self.file.write_text("[global]\nerror_log = /proc/self/fd/2\ndaemonize = no\n" + first + "[shop_calls]" + second)
        self.command = [FPM, "-n", "-d", "zend_extension=opcache", "-d", "opcache.enable=1", "-F", "-y", str(self.file)]
        self.command += ["-R"] if os.getuid() == 0 else []

    def up(self):
        self.start(self.command, self.ports["9001"])
        return self

    def children(self, pool="shop_pages"):
        """Returns the ids of the pool's processes."""
        pids = []
        for each in pathlib.Path("/proc/%d/task/%d/children" % (self.process.pid, self.process.pid)).read_text().split():
            with contextlib.suppress(OSError):
                if pool in pathlib.Path("/proc/%s/cmdline" % each).read_text():
                    pids.append(int(each))
        return pids


class Api:
    """A stand-in for Payonce's API that records each request, and would let any proxy cache its answers."""

    def __init__(self):
        self.seen = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65536
            disable_nagle_algorithm = True

            def answer(self):
                outer.seen.append((self.command, self.path, dict(self.headers)))
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                text = b"{}"
                self.send_response(200)
                self.send_header("Content-Length", str(len(text)))
                self.send_header("Cache-Control", "public, max-age=600")
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = answer

            def log_message(self, *_):
                pass

        class Quiet(http.server.ThreadingHTTPServer):
            request_queue_size = 256
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def count(self, path):
        return sum(1 for each in self.seen if each[1] == path)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Nginx(Server):
    """nginx with the files of deploy/nginx on free ports, before an API and a PHP-FPM."""

    def __init__(self, api_port, fpm, trusted="", access_log=None, server_name="pay.example.com"):
        super().__init__()
        self.port, self.plain, self.status = free_port(), free_port(), free_port()
        self.site, self.access = self.folder / "site", self.folder / "access.log"
        self.site.mkdir()
        config = self.folder / "config"
        shutil.copytree(DEPLOY / "nginx", config)
        (config / "trusted-proxies.conf").write_text(trusted + (config / "trusted-proxies.conf").read_text())
        if access_log:
            (config / "access-log.conf").write_text(access_log)
        certificate = self.folder / "certificate.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", "/CN=shop.example.com", "-addext", "subjectAltName=DNS:shop.example.com,DNS:" + server_name, "-keyout", str(self.folder / "key.pem"), "-out", str(certificate)],
            check=True, stderr=subprocess.DEVNULL)
        for file in config.glob("*.conf"):
            text = file.read_text()
            for old, new in (
                ("listen 443", "listen 127.0.0.1:%d" % self.port),
                ("listen 80 ", "listen 127.0.0.1:%d " % self.plain),
                ("listen 8090", "listen 127.0.0.1:%d" % self.status),
                ("api:8080", "127.0.0.1:%d" % api_port),
                ("php:9000", "127.0.0.1:%d" % fpm.ports["9000"]),
                ("php:9001", "127.0.0.1:%d" % fpm.ports["9001"]),
                ("php:9010", "127.0.0.1:%d" % fpm.ports["9010"]),
                ("php:9011", "127.0.0.1:%d" % fpm.ports["9011"]),
                ("/run/secrets/tls-certificate", str(certificate)),
                ("/run/secrets/tls-key", str(self.folder / "key.pem")),
                ("/var/www/shop", str(self.site)),
                ("pay.example.com", server_name),
                ("/var/log/nginx/access.log", str(self.access)),
                ("/var/cache/nginx", str(self.folder)),
            ):
                text = text.replace(old, new)
            file.write_text(text)
        self.command = [NGINX, "-c", str(config / "nginx.conf"), "-g",
                        "daemon off;" + (" user root;" if os.getuid() == 0 else "")]

    def up(self):
        self.start(self.command, self.port)
        return self

    def change(self, old, new):
        """Replaces an address in all files."""
        for file in (self.folder / "config").glob("*.conf"):
            file.write_text(file.read_text().replace(old, new))

    def socket(self, source="127.0.0.1"):
        """Returns a TLS connection from one of this machine's addresses."""
        plain = socket.create_connection(("127.0.0.1", self.port), 30, (source, 0))
        return TLS.wrap_socket(plain, server_hostname="shop.example.com")

    def client(self, source="127.0.0.1"):
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30)
        connection.sock = self.socket(source)
        return connection

    def send(self, method, path, host="pay.example.com", source="127.0.0.1", body=None, headers=None, client=None):
        """Sends one request and returns status, headers and body."""
        with contextlib.nullcontext(client) if client else contextlib.closing(self.client(source)) as used:
            used.request(method, path, body, {"Host": host, **(headers or {})})
            answer = used.getresponse()
            return answer.status, answer.headers, answer.read()
