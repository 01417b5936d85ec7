"""The topology of docker-compose.yml as plain processes on this machine, and the demo's story on it: make production.

It takes the servers' files from deploy/ and their settings from docker-compose.yml, and replaces names of hosts, ports and folders.
"""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import alarms
from stack import ROOT, Fpm, Nginx, free_port
from topology import MISSING, Exporters, Postgres, Prometheus, Temporal, settings

OWN = ("PAYONCE_DATABASE_", "PAYONCE_REDIS_", "PAYONCE_CACHE_", "PAYONCE_STORE_TOKENS", "STRIPE_", "TEMPORAL_ADDRESS", "SERVER_PORT",
       "PAYONCE_WORKER_PORT")
STARTED = time.monotonic()


def say(line):
    print("%5d s  %s" % (time.monotonic() - STARTED, line), flush=True)


def trust(folder, certificate):
    """Makes a file of trusted certificates for Java, and returns the options that name it."""
    file = folder / "trusted.p12"
    subprocess.run([os.environ["JAVA_HOME"] + "/bin/keytool", "-importcert", "-noprompt", "-alias", "nginx", "-file", str(certificate),
                    "-keystore", str(file), "-storetype", "PKCS12", "-storepass", "changeit"], check=True, capture_output=True)
    return "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=changeit" % file


def environment(temporal, front, metrics, addresses, options):
    """Returns the settings that docker-compose.yml gives to worker and API, but for addresses and secrets, which the demo makes."""
    given = {**settings("worker"), **settings("api")}
    kept = {name: value for name, value in given.items() if not name.endswith("_FILE") and not name.startswith(OWN)}
    return {**os.environ, **kept, "TEMPORAL_ADDRESS": temporal, "PAYONCE_METRICS_PORT": str(metrics), "FRONT": front,
            "ADDRESSES": str(addresses), "JDK_JAVA_OPTIONS": options}


class Story:
    """The demo, whose lines are shown as they come. The line about Temporal makes its owner kill it, and its database."""

    def __init__(self, env, kill):
        self.kill, self.broken = kill, []
        self.process = subprocess.Popen([str(ROOT / "scripts/sandbox"), "Demo"], cwd=ROOT, env=env, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.judged = threading.Event()
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            if "Picked up JDK_JAVA_OPTIONS" in line:
                continue
            print(line.rstrip(), flush=True)
            if "which may kill it now" in line:
                threading.Thread(target=self.kill).start()
            if "the story is judged" in line:
                self.judged.set()
        self.judged.set()

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(30)
            self.process.kill()
        self.process.wait()
        self.reader.join(10)


def await_file(file, story):
    while not file.exists():
        if story.process.poll() is not None:
            raise SystemExit("the demo has ended before worker and API ran")
        time.sleep(0.2)
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


def play(folder, temporal_folder):
    with contextlib.ExitStack() as opened:
        keep = lambda server: opened.enter_context(contextlib.closing(server))
        say("starting PostgreSQL, and Temporal's server on it")
        postgres = keep(Postgres())
        temporal = keep(Temporal(temporal_folder, postgres).up())
        say("Temporal is ready, with its schema, its namespace and the search attributes")
        fpm = keep(Fpm().up())
        api, metrics = free_port(), free_port()
        nginx = keep(Nginx(api, fpm, server_name="localhost"))
        (nginx.site / "index.php").write_text("<?php usleep(1000 * (int) ($_GET['ms'] ?? 0)); echo 'page';")

        def kill():
            temporal.kill()
            postgres.kill()
            say("Temporal's server and PostgreSQL are killed (kill -9) and start again")
            postgres.start_again()
            temporal.start_again()

        addresses = folder / "addresses"
        story = keep(Story(environment(temporal.address, "https://localhost:%d" % nginx.port, metrics, addresses,
                                       trust(folder, nginx.folder / "certificate.pem")), kill))
        found = await_file(addresses, story)
        nginx.change("127.0.0.1:%d" % api, found["api"])
        nginx.up()
        exporters = keep(Exporters(nginx, found))
        prometheus = keep(Prometheus({
            "worker:8081": found["worker"], "api:8082": "127.0.0.1:%d" % metrics, "nginx:8090": "127.0.0.1:%d" % nginx.status,
            "temporal:9090": temporal.metrics, **exporters.targets}))
        say("nginx, PHP-FPM, exporters and Prometheus run before and beside worker and API")
        watch = keep(alarms.Watch(prometheus))
        story.judged.wait(1200)
        faults = alarms.Faults(nginx, fpm, exporters, temporal, found, prometheus, watch, say)
        unseen = faults.play() + alarms.empty_queries(prometheus, say)
        addresses.unlink()
        code = story.process.wait(60)
        story.reader.join(10)
        return 1 if code or unseen else 0


def main():
    missing = [text for text, there in MISSING if not there]
    if missing:
        print("make production needs these programs too: " + "; ".join(missing) + ".", file=sys.stderr)
        return 1
    folder = pathlib.Path(tempfile.mkdtemp(prefix="payonce-production-"))
    folder.chmod(0o700)
    try:
        return play(folder, pathlib.Path(sys.argv[1]))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
