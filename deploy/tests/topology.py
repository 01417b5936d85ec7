"""The servers that make production adds to those of stack.py, with the settings that docker-compose.yml gives them."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time
import urllib.parse
import urllib.request

from stack import DEPLOY, FPM, NGINX, ROOT, Server, free_port, program, wait_for

COMPOSE = (ROOT / "docker-compose.yml").read_text()
BIN = next(iter(sorted(map(str, pathlib.Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)), None)
EXPORTERS = {name: program("prometheus-%s-exporter" % name, other) for name, other in
             (("mysqld", "mysqld_exporter"), ("redis", "redis_exporter"), ("nginx", "nginx-prometheus-exporter"))}
PROMETHEUS, MTAIL = program("prometheus"), program("mtail")
MISSING = (
    ("PostgreSQL (apt-get install postgresql)", BIN),
    ("nginx and openssl (apt-get install nginx-light openssl)", NGINX),
    ("PHP-FPM (apt-get install php8.2-fpm)", FPM),
    ("Prometheus (apt-get install prometheus)", PROMETHEUS),
    ("mtail (apt-get install mtail)", MTAIL),
    *(("the exporter of %s (apt-get install prometheus-%s-exporter)" % (name, name), path) for name, path in EXPORTERS.items()),
)


def interpolated(value):
    """Returns a value of docker-compose.yml as Docker hands it on: ${NAME:-default} by the environment."""
    value = value.strip().strip('"')
    return re.sub(r"\$\{(\w+):-([^}]*)}", lambda found: os.environ.get(found.group(1)) or found.group(2), value).replace("$$", "$")


def block(text, indent):
    """Returns the names and values of a block's own lines."""
    return {name: interpolated(value) for name, value in re.findall(r"(?m)^ {%d}([A-Z]\w+): (.+)$" % indent, text)}


def settings(service):
    """Returns the environment of one service of docker-compose.yml."""
    text = re.search(r"(?ms)^  %s:\n(.*?)^(?=  [a-z#]|\w)" % service, COMPOSE).group(1)
    own = re.search(r"(?m)^    environment:\n((?:      .*\n)+)", text).group(1)
    shared = re.search(r"(?ms)^x-both: &both\n(.*?)^services:", COMPOSE).group(1)
    return {**(block(shared, 2) if "<<: *both" in own else {}), **block(own, 6)}


class Postgres(Server):
    """PostgreSQL with a password, as a user that is not root."""

    def __init__(self):
        super().__init__()
        self.port = free_port()
        self.password = self.folder / "password"
        self.password.write_text(os.urandom(16).hex())
        self.data = self.folder / "data"
        self.data.mkdir()
        if os.getuid() == 0:
            shutil.chown(self.data, "postgres")
            shutil.chown(self.password, "postgres")
        user = settings("temporal")["POSTGRES_USER"]
        subprocess.run(self.as_user(BIN + "/initdb", "--pgdata", self.data, "--username", user, "--pwfile", self.password,
                                    "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"), check=True, capture_output=True, cwd="/")
        self.start_again()

    def as_user(self, *command):
        prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
        return prefix + [str(part) for part in command]

    def start_again(self):
        self.start(self.as_user(BIN + "/postgres", "-D", self.data, "-p", self.port, "-c", "listen_addresses=127.0.0.1",
                                "-c", "unix_socket_directories=", "-c", "max_connections=200"), self.port)

    def kill(self):
        self.process.kill()
        self.process.wait()
        time.sleep(0.5)  # Its other processes see that it is gone.


class Temporal(Server):
    """Temporal's production server on PostgreSQL, with the scripts and settings of deploy/temporal."""

    def __init__(self, programs, postgres):
        super().__init__()
        self.port = free_port()
        self.address, self.metrics = "127.0.0.1:%d" % self.port, "127.0.0.1:%d" % free_port()
        self.command = [str(programs / "temporal-server"), "start"]
        schema = self.folder / "schema.sh"
        schema.write_text((DEPLOY / "temporal/schema.sh").read_text()
                          .replace("--ep temporal-postgres -p 5432", "--ep 127.0.0.1 -p %d" % postgres.port)
                          .replace("/etc/temporal/schema", str(programs / "schema")))
        self.run(schema, PATH="%s:%s" % (programs, os.environ["PATH"]), SQL_PASSWORD_FILE=str(postgres.password))
        ports = {"%s_%s_PORT" % (service, kind): str(free_port()) for service in ("FRONTEND", "HISTORY", "MATCHING", "WORKER")
                 for kind in ("GRPC", "MEMBERSHIP")}
        self.environment = {
            **os.environ, **settings("temporal"), **ports, "FRONTEND_GRPC_PORT": str(self.port), "FRONTEND_HTTP_PORT": str(free_port()),
            "POSTGRES_SEEDS": "127.0.0.1", "DB_PORT": str(postgres.port), "POSTGRES_PWD": postgres.password.read_text(),
            "BIND_ON_IP": "127.0.0.1", "PROMETHEUS_ENDPOINT": self.metrics, "LOG_LEVEL": "error",
            "DYNAMIC_CONFIG_FILE_PATH": str(DEPLOY / "temporal/dynamic.yaml")}

    def run(self, script, **environment):
        done = subprocess.run(["sh", str(script)], env={**os.environ, **environment}, capture_output=True, text=True, timeout=300)
        if done.returncode:
            raise AssertionError("%s: %s%s%s" % (script.name, done.stdout[-2000:], done.stderr[-2000:],
                                                 self.log.read_text()[-2000:] if self.log.exists() else ""))

    def up(self):
        self.start_again()
        tools = self.folder / "bin"
        tools.mkdir()
        (tools / "temporal").symlink_to(program("temporal") or ROOT / ".tools/temporal")
        self.run(DEPLOY / "temporal/namespace.sh", PATH="%s:%s" % (tools, os.environ["PATH"]), TEMPORAL_ADDRESS=self.address,
                 TEMPORAL_NAMESPACE=settings("temporal-namespace")["TEMPORAL_NAMESPACE"])
        return self

    def start_again(self):
        """Starts it until it stays, as Docker does: it ends while its database still recovers."""
        for tries in range(30):
            with self.log.open("a") as log:
                self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
                                                env=self.environment)
            try:
                return wait_for(self.port, self.process, self.log, 60)
            except AssertionError:
                if self.process.poll() is None or tries == 29:
                    raise
            time.sleep(1)

    def kill(self):
        self.process.kill()
        self.process.wait()


class Exporters:
    """The exporters of docker-compose.yml's profile monitoring, before the servers that the demo started."""

    def __init__(self, nginx, found):
        self.targets, self.servers = {}, {}
        ports = {name: free_port() for name in ("mysqld", "redis", "nginx", "mtail")}
        listen = {name: "127.0.0.1:%d" % port for name, port in ports.items()}
        source = "%s:%s@(%s)/" % (found["mysql-user"], found["mysql-password"], found["mysql"])
        for name, target, command, environment in (
            ("mysqld", "mysql-exporter:9104", [EXPORTERS["mysqld"], "--web.listen-address=" + listen["mysqld"]], {"DATA_SOURCE_NAME": source}),
            ("redis", "redis-exporter:9121", [EXPORTERS["redis"], "-redis.addr", "redis://" + found["redis"], "-connection-timeout", "1s",
                                              "-web.listen-address", listen["redis"]], {}),
            ("nginx", "nginx-exporter:9113", [EXPORTERS["nginx"], "-nginx.scrape-uri", "http://127.0.0.1:%d/stub_status" % nginx.status,
                                              "-web.listen-address", listen["nginx"]], {}),
            ("mtail", "nginx:3903", [MTAIL, "--progs", str(DEPLOY / "mtail"), "--logs", str(nginx.access), "--address", "127.0.0.1",
                                     "--port", str(ports["mtail"]), "--poll_interval", "250ms"], {}),
        ):
            server = self.servers[name] = Server()
            with changed(environment):
                server.start(command, ports[name])
            self.targets[target] = listen[name]

    def close(self):
        for server in self.servers.values():
            server.close()


@contextlib.contextmanager
def changed(environment):
    old = dict(os.environ)
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(old)


class Prometheus(Server):
    """Prometheus with the scrape configuration and the rules of deploy/prometheus, whose times are seconds in these copies."""

    def __init__(self, targets):
        super().__init__()
        port = free_port()
        self.url = "http://127.0.0.1:%d" % port
        text = (DEPLOY / "prometheus/prometheus.yml").read_text().replace("15s", "1s").replace("localhost:9090", "127.0.0.1:%d" % port)
        for name, address in targets.items():
            assert name in text, name
            text = text.replace(name, address)
        (self.folder / "prometheus.yml").write_text(re.sub(r"(?ms)^alerting:.*?(?=^scrape_configs)", "", text))
        for name in ("alerts.yml", "stack.yml", "temporal.yml"):
            rules = re.sub(r"for: \w+", "for: 2s", (DEPLOY / "prometheus" / name).read_text())
            (self.folder / name).write_text(re.sub(r"\[(\d+)[mh]]", "[12s]", rules))
        self.start([PROMETHEUS, "--config.file=prometheus.yml", "--storage.tsdb.path=data", "--log.level=warn",
                    "--web.listen-address=127.0.0.1:%d" % port], port)

    def get(self, path):
        with contextlib.suppress(OSError), urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return json.load(answer)["data"]
        return {}

    def query(self, query):
        return self.get("/api/v1/query?" + urllib.parse.urlencode({"query": query})).get("result", [])

    def firing(self):
        """Returns the names of the alarms that fire."""
        return {each["labels"]["alertname"] for each in self.get("/api/v1/alerts").get("alerts", []) if each["state"] == "firing"}


def listener(port):
    """Returns the process that listens on a port of this machine."""
    inodes = {line.split()[9] for file in ("/proc/net/tcp", "/proc/net/tcp6") for line in pathlib.Path(file).read_text().splitlines()[1:]
              if line.split()[3] == "0A" and int(line.split()[1].rsplit(":", 1)[1], 16) == int(port)}
    for folder in pathlib.Path("/proc").glob("[0-9]*/fd"):
        with contextlib.suppress(OSError):
            for link in folder.iterdir():
                with contextlib.suppress(OSError):
                    if os.readlink(link)[8:-1] in inodes:
                        return int(folder.parent.name)
    raise AssertionError("no process listens on %s" % port)


@contextlib.contextmanager
def paused(port):
    """Holds the process that listens on a port."""
    pid = listener(port)
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
