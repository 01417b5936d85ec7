"""The manifests of deploy/kubernetes: by Kubernetes' own schemas, and by the names that the code and docker-compose.yml have."""

import json
import re
import unittest
import zipfile

from stack import DEPLOY, ROOT

try:
    import jsonschema
    import yaml
except ImportError:
    yaml = None

FOLDER = DEPLOY / "kubernetes"
SCHEMAS = ROOT / ".tools/kubernetes-schemas.whl"
VERSIONS = ("1.32", "1.37")


def documents(file):
    return [each for each in yaml.safe_load_all(file.read_text()) if each]


@unittest.skipUnless(yaml, "the manifests of Kubernetes are not checked: apt-get install python3-yaml python3-jsonschema")
class KubernetesTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.kustomization = documents(FOLDER / "kustomization.yaml")[0]
        cls.all = [each for name in cls.kustomization["resources"] for each in documents(FOLDER / name)]
        cls.pods = {each["metadata"]["name"]: each["spec"]["template"] for each in cls.all if each["kind"] in ("Deployment", "Job")}
        cls.settings = next(each["data"] for each in cls.all if each["kind"] == "ConfigMap")

    @unittest.skipUnless(SCHEMAS.exists(), "the manifests are not compared with Kubernetes' schemas: scripts/fetch-kubernetes-schemas")
    def test_each_object_has_the_shape_that_kubernetes_demands(self):
        with zipfile.ZipFile(SCHEMAS) as archive:
            for version in VERSIONS:
                folder = "kubernetes_validate/kubernetes-json-schema/v%s.0-local-strict/" % version
                read = lambda name: json.loads(re.sub(r'"/api/_definitions.json#', '"#', archive.read(folder + name).decode()))
                definitions = read("_definitions.json")["$defs"]
                for each in self.all:
                    group, _, number = each["apiVersion"].rpartition("/")
                    name = "-".join(filter(None, (each["kind"].lower(), group.split(".")[0], number)))
                    schema = read(name + ".json")
                    with self.subTest(version=version, kind=each["kind"], name=each["metadata"]["name"]):
                        jsonschema.Draft202012Validator({**schema, "$defs": definitions}).validate(each)

    def test_the_kustomization_lists_each_file_and_each_image(self):
        self.assertEqual({file.name for file in FOLDER.glob("*.yaml")} - {"kustomization.yaml"}, set(self.kustomization["resources"]))
        images = {container["image"] for pod in self.pods.values() for container in pod["spec"]["containers"]}
        self.assertEqual(images, {each["name"] for each in self.kustomization["images"]})
        self.assertTrue(all(each["newTag"] != "latest" for each in self.kustomization["images"]))

    def test_each_setting_is_one_of_the_docs(self):
        known = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs/configuration.md").read_text()))
        names = set(self.settings)
        for pod in self.pods.values():
            names |= {each["name"] for each in pod["spec"]["containers"][0].get("env", [])}
        self.assertGreater(len(names), 12)
        self.assertEqual(set(), {name for name in names if name.removesuffix("_FILE") not in known and name != "PAYONCE_DATABASE_USER"
                                 and name != "PAYONCE_DATABASE_PASSWORD_FILE"} - {"SERVER_PORT", "LOGGING_STRUCTURED_FORMAT_CONSOLE"})

    def test_each_secret_is_mounted_where_a_setting_reads_it(self):
        made, page = (ROOT / "scripts/compose-secrets").read_text(), (ROOT / "docs/deployment.md").read_text()
        for name, pod in self.pods.items():
            files = dict((each["path"], each["key"]) for each in pod["spec"]["volumes"][0]["secret"]["items"])
            values = list(self.settings.values()) + [each["value"] for each in pod["spec"]["containers"][0]["env"]]
            read = {value.removeprefix("/run/secrets/") for value in values if value.startswith("/run/secrets/")}
            self.assertEqual(read, set(files), name)
            for key in files.values():
                self.assertIn(key, made)
                self.assertIn(key, re.search(r"kubectl -n payonce create secret(.*?)done", page, re.S).group(1))

    def test_ports_and_paths_are_those_of_the_programs(self):
        rules = (ROOT / "api/src/main/java/dev/payonce/api/access/AccessRules.java").read_text()
        compose = (ROOT / "docker-compose.yml").read_text()
        for name, paths in (("worker", {"/actuator/health/liveness", "/actuator/health/readiness"}), ("api", {"/livez", "/readyz"})):
            container = self.pods[name]["spec"]["containers"][0]
            ports = {each["name"]: each["containerPort"] for each in container["ports"]}
            probes = [container[kind]["httpGet"] for kind in ("startupProbe", "livenessProbe", "readinessProbe")]
            self.assertEqual(paths, {probe["path"] for probe in probes})
            self.assertTrue(all(probe["port"] in ports for probe in probes))
            self.assertTrue(all(path in rules or path.startswith("/actuator/health/") for path in paths))
            env = {each["name"]: each["value"] for each in container["env"]}
            for setting, port in (("PAYONCE_WORKER_PORT", "metrics"), ("SERVER_PORT", "http"), ("PAYONCE_METRICS_PORT", "metrics")):
                if setting in env:
                    self.assertEqual(env[setting], str(ports[port]))
                    self.assertIn('%s: "%s"' % (setting, env[setting]), compose)
            self.assertEqual(self.pods[name]["metadata"]["annotations"]["prometheus.io/port"], str(ports["metrics"]))

    def test_each_pod_has_the_least_rights(self):
        for name, pod in self.pods.items():
            spec, container = pod["spec"], pod["spec"]["containers"][0]
            self.assertFalse(spec["automountServiceAccountToken"], name)
            self.assertTrue(spec["securityContext"]["runAsNonRoot"], name)
            self.assertEqual("USER %d:%d" % (spec["securityContext"]["runAsUser"], spec["securityContext"]["runAsGroup"]),
                             re.search(r"(?m)^USER .*$", (DEPLOY / "Dockerfile").read_text()).group(), name)
            self.assertEqual({"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}},
                             container["securityContext"], name)
            self.assertIn("memory", container["resources"]["limits"], name)

    def test_each_deployment_keeps_a_pod_during_a_disruption_and_ends_in_its_own_time(self):
        budgets = {each["metadata"]["name"]: each["spec"] for each in self.all if each["kind"] == "PodDisruptionBudget"}
        compose = (ROOT / "docker-compose.yml").read_text()
        for name in ("worker", "api"):
            self.assertEqual({"app": name}, budgets[name]["selector"]["matchLabels"])
            service = re.search(r"(?ms)^  %s:\n(.*?)^  \w" % name, compose).group(1)
            grace = int(re.search(r"stop_grace_period: (\d+)s", service).group(1))
            self.assertGreaterEqual(self.pods[name]["spec"]["terminationGracePeriodSeconds"], grace)

    def test_the_network_lets_pass_what_the_programs_need_and_nothing_else(self):
        policies = {each["metadata"]["name"]: each["spec"] for each in self.all if each["kind"] == "NetworkPolicy"}
        self.assertEqual({"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}, policies["nothing"])
        out = {port["port"] for rule in policies["servers"]["egress"] for port in rule["ports"]}
        named = {int(port) for value in self.settings.values() for port in re.findall(r":(\d{4})\b", value)}
        self.assertEqual(named | {53, 443, 6379}, out)
        entered = {port["port"] for name in ("api", "metrics") for rule in policies[name]["ingress"] for port in rule["ports"]}
        listening = {each["containerPort"] for pod in self.pods.values() for each in pod["spec"]["containers"][0].get("ports", [])}
        self.assertEqual(listening, entered)

    def test_the_example_scales_the_worker_by_its_own_task_queue(self):
        example = documents(FOLDER / "examples/keda.yaml")[0]
        queues = (ROOT / "workflows/src/main/java/dev/payonce/workflow/TaskQueues.java").read_text()
        trigger = example["spec"]["triggers"][0]["metadata"]
        self.assertEqual("worker", example["spec"]["scaleTargetRef"]["name"])
        self.assertIn('PAYMENTS = "%s"' % trigger["taskQueue"], queues)
        self.assertEqual(self.settings["TEMPORAL_ADDRESS"], trigger["endpoint"])
        self.assertEqual(self.settings["TEMPORAL_NAMESPACE"], trigger["namespace"])
        self.assertLessEqual(next(each["spec"]["replicas"] for each in self.all if each["kind"] == "Deployment"),
                             example["spec"]["minReplicaCount"])


if __name__ == "__main__":
    unittest.main()
