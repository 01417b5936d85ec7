"""The dashboards: their shape, and each of their queries by promtool. Other tests hold the names of metrics to what is exposed."""

import json
import pathlib
import re
import subprocess
import tempfile
import unittest

from stack import DEPLOY, program

PROMTOOL = program("promtool")
FILES = sorted(DEPLOY.glob("grafana/dashboards/*.json"))
VARIABLES = {"$job": ".+", "$instance": ".+", "$__rate_interval": "5m"}


def panels():
    """Returns each panel with its file's name."""
    return [(file.stem, panel) for file in FILES for panel in json.loads(file.read_text())["panels"] if panel["type"] != "row"]


def queries():
    found = []
    for _, panel in panels():
        for target in panel["targets"]:
            query = target["expr"]
            for name, value in VARIABLES.items():
                query = query.replace(name, value)
            found.append(query)
    return found


class DashboardsTest(unittest.TestCase):

    def test_each_dashboard_takes_its_data_from_a_variable_and_refreshes_itself(self):
        self.assertEqual(["payments", "stack", "temporal"], [file.stem for file in FILES])
        for file in FILES:
            board = json.loads(file.read_text())
            self.assertEqual("payonce-" + file.stem, board["uid"])
            self.assertEqual(["datasource", "job", "instance"], [each["name"] for each in board["templating"]["list"]])
            self.assertTrue(board["refresh"] and not board["editable"] and "id" not in board, file.name)
            ids = [panel["id"] for panel in board["panels"]]
            self.assertEqual(len(ids), len(set(ids)), file.name)

    def test_each_panel_has_title_description_unit_and_a_legend_for_each_query(self):
        self.assertGreater(len(panels()), 30)
        for file, panel in panels():
            name = "%s: %s" % (file, panel["title"])
            self.assertTrue(panel["title"] and panel["description"] and panel["fieldConfig"]["defaults"]["unit"], name)
            self.assertEqual("$datasource", panel["datasource"]["uid"], name)
            for target in panel["targets"]:
                self.assertTrue(target["legendFormat"], name)
                self.assertEqual("$datasource", target["datasource"]["uid"], name)
                self.assertNotIn("[5m]", target["expr"], name)
                for selector in re.findall(r"{(.*?)}", target["expr"]):
                    self.assertIn('job=~"$job", instance=~"$instance"', selector, name)

    def test_counters_are_read_as_rates_and_others_are_not(self):
        counter = re.compile(r"(rate|increase)\((\w+)\{")
        for query in queries():
            for metric in re.findall(r"\b([a-z]+_\w+)\{", query):
                of_rate = metric in [found[1] for found in counter.findall(query)]
                needs = bool(re.search(r"_(total|bucket)$", metric)) or metric in (
                    "phpfpm_accepted_connections", "phpfpm_max_children_reached", "phpfpm_slow_requests",
                    "mysql_global_status_queries", "mysql_global_status_slow_queries", "mysql_global_status_innodb_row_lock_time")
                self.assertEqual(needs, of_rate, query)

    def test_panels_do_not_overlap(self):
        for file in FILES:
            taken = set()
            for panel in json.loads(file.read_text())["panels"]:
                place = panel["gridPos"]
                cells = {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}
                self.assertFalse(taken & cells, "%s: %s" % (file.name, panel["title"]))
                self.assertLessEqual(place["x"] + place["w"], 24)
                taken |= cells

    @unittest.skipUnless(PROMTOOL, "the dashboards' queries are not checked: apt-get install prometheus")
    def test_promtool_accepts_each_query(self):
        rules = [{"record": "dashboard:query:%d" % number, "expr": query} for number, query in enumerate(queries())]
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "rules.yml")
            file.write_text(json.dumps({"groups": [{"name": "dashboards", "rules": rules}]}))
            done = subprocess.run([PROMTOOL, "check", "rules", str(file)], capture_output=True, text=True)
            self.assertEqual(0, done.returncode, done.stderr)


if __name__ == "__main__":
    unittest.main()
