"""Write what a release is made of: a CycloneDX list of components, and their licences.

``python tools/sbom.py [--out FOLDER] [--advisories]`` writes ``sbom.cdx.json`` and ``LICENCES.md``
from the lock file and the installed packages. With ``--advisories`` it asks ``pip-audit``, where
that is installed and its service can be reached, and says so where it cannot.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
_ENTRY = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s\\;]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # RFC 4122, appendix C: URLs


def locked(text: str) -> list[dict[str, Any]]:
    """Read the lock file: name, version and checksums of every package."""
    found = []
    starts = list(_ENTRY.finditer(text))
    ends = [entry.start() for entry in starts[1:]] + [len(text)]
    for entry, end in zip(starts, ends, strict=True):
        name = re.sub(r"[-_.]+", "-", entry[1]).lower()
        hashes = sorted(set(_HASH.findall(text[entry.start() : end])))
        found.append({"name": name, "version": entry[2], "hashes": hashes})
    return sorted(found, key=lambda package: package["name"])


def licence_of(name: str) -> str:
    """Return the licence that an installed package states; empty where it states none."""
    try:
        about = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
    stated = about.get("License-Expression") or ""
    if not stated:
        heads = [
            entry.rsplit("::", 1)[1].strip()
            for entry in about.get_all("Classifier") or ()
            if entry.startswith("License ::") and entry.count("::") > 1
        ]
        first = (about.get("License") or "").strip().split("\n")[0][:80]
        stated = "; ".join(heads) or first
    return stated


def component(package: dict[str, Any]) -> dict[str, Any]:
    """Make a CycloneDX component of a locked package."""
    address = f"pkg:pypi/{package['name']}@{package['version']}"
    entry: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "name": package["name"],
        "version": package["version"],
        "purl": address,
    }
    if licence := licence_of(package["name"]):
        entry["licenses"] = [{"license": {"name": licence}}]
    if package["hashes"]:
        entry["hashes"] = [{"alg": "SHA-256", "content": value} for value in package["hashes"]]
    return entry


def bill(packages: list[dict[str, Any]], project: dict[str, Any]) -> dict[str, Any]:
    """Make the whole bill of materials; the same lock file gives the same bill."""
    address = f"pkg:pypi/{project['name']}@{project['version']}"
    components = [component(package) for package in packages]
    number = uuid.uuid5(_NAMESPACE, json.dumps([address, components], sort_keys=True))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": address,
                "name": project["name"],
                "version": project["version"],
                "purl": address,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": components,
        "dependencies": [{"ref": address, "dependsOn": [entry["bom-ref"] for entry in components]}],
    }


def licences(packages: list[dict[str, Any]]) -> str:
    """Write the licences as a table in Markdown."""
    rows = [
        f"| {package['name']} | {package['version']} | "
        f"{(licence_of(package['name']) or 'not installed here').replace('|', '/')} |"
        for package in packages
    ]
    head = "# Licences of the packages\n\nWritten by `tools/sbom.py` from `requirements.lock`.\n"
    return head + "\n| Package | Version | Licence |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def advisories(lock: Path) -> int:
    """Ask for known weaknesses; say where they cannot be asked for."""
    call = [sys.executable, "-m", "pip_audit", "--require-hashes", "--no-deps", "-r", str(lock)]
    try:
        done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=300)
    except subprocess.TimeoutExpired:
        print("advisories: not checked; the service did not answer within 300 seconds")
        return 0
    said = (done.stdout + done.stderr).strip()
    if "No module named pip_audit" in said:
        print("advisories: not checked; install pip-audit to check them")
        return 0
    if done.returncode and not re.search(r"\bvulnerabilit", said):
        last = said.splitlines()[-1] if said else f"status {done.returncode}"
        print(f"advisories: not checked; the service cannot be reached ({last[:200]})")
        return 0
    print(said)
    return done.returncode


def main() -> int:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", metavar="FOLDER")
    parser.add_argument("--advisories", action="store_true", help="ask for known weaknesses too")
    given = parser.parse_args()
    lock = ROOT / "requirements.lock"
    packages = locked(lock.read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    given.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(bill(packages, project), indent=1, ensure_ascii=False) + "\n"
    (given.out / "sbom.cdx.json").write_text(text, encoding="utf-8")
    (given.out / "LICENCES.md").write_text(licences(packages), encoding="utf-8")
    unknown = [package["name"] for package in packages if not licence_of(package["name"])]
    print(f"{given.out / 'sbom.cdx.json'}: {len(packages)} components")
    if unknown:
        print(f"no licence is stated, or not installed here: {', '.join(unknown)}")
    return advisories(lock) if given.advisories else 0


if __name__ == "__main__":
    sys.exit(main())
