"""The files for a schedule are well formed and call the command as it is."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess

import pytest

from stratanalysis.cli import _parser


@pytest.fixture(scope="module")
def deploy(root):
    return root / "deploy"


def _call(words):
    """Parse the words of a command line after the program's name."""
    return _parser().parse_args(words[1:])


def _unit(path):
    # a key of a unit can stand several times
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(path, encoding="utf-8")
    return parser


def test_the_service_calls_annual(deploy):
    service = _unit(deploy / "stratanalysis.service")["Service"]
    words = shlex.split(service["ExecStart"])
    assert words[0].endswith("/.venv/bin/stratanalysis")
    assert _call(words).wait == 3600
    assert service["Type"] == "oneshot"
    assert service["SuccessExitStatus"] == "75"
    timer = _unit(deploy / "stratanalysis.timer")["Timer"]
    assert timer["Persistent"] == "true"
    assert timer["Unit"] == "stratanalysis.service"


def test_systemd_accepts_the_units(deploy):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine")
    units = [str(deploy / f"stratanalysis.{kind}") for kind in ("service", "timer")]
    said = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False
    ).stderr
    if "Failed to" in said and "stratanalysis" not in said:
        pytest.skip(f"systemd-analyze cannot work here: {said}")
    problems = [line for line in said.splitlines() if "stratanalysis." in line]
    assert [p for p in problems if "is not executable" not in p] == []
    calendar = _unit(deploy / "stratanalysis.timer")["Timer"]["OnCalendar"]
    done = subprocess.run(
        ["systemd-analyze", "calendar", calendar], capture_output=True, text=True, check=False
    )
    assert re.search(r"Normalized form: \*-03-01 03:15:00", done.stdout)


def test_the_crontab_line(deploy):
    lines = (deploy / "stratanalysis.cron").read_text("utf-8").splitlines()
    (line,) = [entry for entry in lines if entry and entry[0].isdigit()]
    minute, hour, day, month, week, user, command = line.split(maxsplit=6)
    assert (minute, hour, day, month, week, user) == ("15", "3", "1", "3", "*", "stratanalysis")
    assert "%" not in command  # cron would take it for a new line
    words = shlex.split(command.split("annual.log")[0].rstrip("> "))
    assert "flock" in words
    start = words.index(".venv/bin/stratanalysis")
    assert _call(words[start : words.index(">>")] if ">>" in words else words[start:]).wait == 3600


def test_the_workflow(deploy):
    yaml = pytest.importorskip("yaml")
    text = (deploy / "reports.yml").read_text("utf-8")
    flow = yaml.safe_load(text)
    triggers = flow[True]  # YAML 1.1 reads the key `on` as true
    assert [entry["cron"] for entry in triggers["schedule"]] == ["15 3 1 3 *"]
    assert "workflow_dispatch" in triggers
    render, publish = flow["jobs"]["render"], flow["jobs"]["publish"]
    assert publish["needs"] == "render"
    for job in (render, publish):
        for step in job["steps"]:
            assert ("uses" in step) != ("run" in step)
            if "uses" in step:
                assert re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"])
            # what a person types never becomes a part of a script
            assert "${{ inputs" not in step.get("run", "")
    scripts = "\n".join(step.get("run", "") for step in render["steps"])
    assert ".venv/bin/stratanalysis annual" in scripts
    assert _call(["stratanalysis", "annual", "--only", "korosten/*"]).only == ["korosten/*"]
    for script in (step["run"] for step in render["steps"] if "run" in step):
        subprocess.run(["bash", "-n", "-c", script], check=True)
