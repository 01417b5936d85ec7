"""The scripts of docker-compose.yml, and Docker's own reading of it where its plugin is."""

import contextlib
import os
import pathlib
import shutil
import stat
import subprocess
import tempfile
import unittest

from stack import DEPLOY, ROOT, Server, free_port, program

TEMPORAL = program("temporal") or next((str(file) for file in [ROOT / ".tools/temporal"] if file.exists()), None)
DOCKER = program("docker")
PLUGIN = DOCKER and subprocess.run([DOCKER, "compose", "version"], capture_output=True).returncode == 0


def run(command, **environment):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120,
                          env={**os.environ, **{name: str(value) for name, value in environment.items()}})


class ComposeTest(unittest.TestCase):

    def test_the_secrets_are_made_once_and_what_is_missing_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            secrets = pathlib.Path(folder, "secrets")
            first = run([ROOT / "scripts/compose-secrets"], PAYONCE_SECRETS_FOLDER=secrets)
            self.assertEqual(1, first.returncode)
            self.assertIn("stripe-secret-key stripe-webhook-secrets store-tokens tls-certificate tls-key", first.stderr)
            self.assertEqual(0o700, stat.S_IMODE(secrets.stat().st_mode))
            password = (secrets / "redis-password").read_text()
            self.assertRegex(password, "^[0-9a-f]{64}$")
            self.assertEqual("redis://:%s@redis:6379" % password, (secrets / "redis-url").read_text())
            for name in ("stripe-secret-key", "stripe-webhook-secrets", "store-tokens", "tls-certificate", "tls-key"):
                (secrets / name).write_text("x")
            self.assertEqual(0, run([ROOT / "scripts/compose-secrets"], PAYONCE_SECRETS_FOLDER=secrets).returncode)
            self.assertEqual(password, (secrets / "redis-password").read_text())
            self.assertTrue(all(stat.S_IMODE(file.stat().st_mode) == 0o444 for file in secrets.iterdir()))

    @unittest.skipUnless(TEMPORAL, "Temporal's namespace is not checked: run make temporal")
    def test_the_namespace_is_made_once_with_retention_and_search_attributes(self):
        server, port = Server(), free_port()
        with contextlib.closing(server):
            server.start([TEMPORAL, "server", "start-dev", "--headless", "--ip", "127.0.0.1", "--port", str(port),
                          "--db-filename", str(server.folder / "temporal.db")], port)
            folder = server.folder / "bin"
            folder.mkdir()
            shutil.copy(TEMPORAL, folder / "temporal")
            settings = {"PATH": "%s:%s" % (folder, os.environ["PATH"]), "TEMPORAL_ADDRESS": "127.0.0.1:%d" % port,
                        "TEMPORAL_NAMESPACE": "shop"}
            for _ in range(2):
                made = run(["sh", DEPLOY / "temporal/namespace.sh"], **settings)
                self.assertEqual(0, made.returncode, made.stderr)
            described = run([TEMPORAL, "operator", "namespace", "describe", "--namespace", "shop", "--address",
                             settings["TEMPORAL_ADDRESS"]]).stdout
            self.assertRegex(described, r"WorkflowExecutionRetentionTtl +(720h|30 ?d)")
            listed = run([TEMPORAL, "operator", "search-attribute", "list", "--namespace", "shop", "--address",
                          settings["TEMPORAL_ADDRESS"]]).stdout
            for name in ("PaymentStatus", "PaymentReason", "Gateway", "Store"):
                self.assertRegex(listed, r"\b%s +Keyword" % name)

    def test_the_schema_is_set_up_once_and_its_version_is_never_set_back(self):
        with tempfile.TemporaryDirectory() as folder:
            here = pathlib.Path(folder)
            (here / "password").write_text("secret")
            tool = here / "temporal-sql-tool"
            tool.write_text('#!/bin/sh\n[ "$SQL_PASSWORD" = secret ] || exit 9\ncase "$*" in *create) exit 0;; esac\n'
                            'for a; do last=$prior; prior=$a; case $a in setup-schema|update-schema) what=$a;; temporal*) db=$a;; esac; done\n'
                            'echo "$db $what" >> "$0.log"\ncase $what in setup-schema) touch "$0.$db";; *) [ -e "$0.$db" ] || '
                            '{ echo "pq: relation \\"schema_version\\" does not exist"; exit 1; };; esac\n')
            tool.chmod(0o755)
            for _ in range(2):
                done = run(["sh", DEPLOY / "temporal/schema.sh"], PATH="%s:%s" % (here, os.environ["PATH"]),
                           SQL_PASSWORD_FILE=here / "password")
                self.assertEqual(0, done.returncode, done.stderr)
            steps = (here / "temporal-sql-tool.log").read_text().split("\n")[:-1]
            self.assertEqual(["temporal update-schema", "temporal setup-schema", "temporal update-schema"], steps[:3])
            self.assertEqual(2, sum("setup-schema" in step for step in steps), steps)

    @unittest.skipUnless(PLUGIN, "docker-compose.yml is not checked by Docker: install its Compose plugin")
    def test_docker_reads_the_file(self):
        for profile in ([], ["--profile", "monitoring"]):
            done = run([DOCKER, "compose", "-f", ROOT / "docker-compose.yml", *profile, "config", "--quiet"])
            self.assertEqual(0, done.returncode, done.stderr)


if __name__ == "__main__":
    unittest.main()
