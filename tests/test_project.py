"""The project's own rules: imports one way, files that agree, modules that stay small."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib

import pytest

# Each subject may import those before it; subjects of one line never import each other.
LAYERS = (
    ("errors",),
    ("findings",),
    ("quantities", "storage", "processes", "toml_faults"),
    ("cache",),
    ("tables",),
    ("csv_tables", "language", "data_folder"),
    ("workbook_words",),
    ("reference", "messages"),
    ("community_info", "community_checks", "community_writing"),
    ("community",),
    ("documents", "demography", "finance", "indicators"),
    ("plans", "official"),
    ("audit", "monitoring"),
    ("scenarios",),
    ("projection",),
    ("questions",),
    ("plots",),
    ("publish",),
    ("study", "completion"),
    ("pages",),
    ("desk",),
    ("workshop", "new_community"),
    ("cycle",),
    ("intake",),
    ("cli",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
NO_PICTURES = (
    "demography", "finance", "indicators", "monitoring", "projection", "questions", "scenarios",
)  # fmt: skip
NO_READERS = ("stratanalysis.documents", "stratanalysis.plans", "stratanalysis.official")
FORBIDDEN = (
    "matplotlib", "seaborn", "IPython", "ipywidgets", "nbclient", "nbconvert", "nbformat",
    "jupyter_client",
)  # fmt: skip


def _modules(root):
    return sorted((root / "stratanalysis").rglob("*.py"))


def _subject(path, root):
    parts = path.relative_to(root / "stratanalysis").with_suffix("").parts
    return parts[0]


def _imports(path):
    """Modules imported anywhere in a file, also inside functions; not those for types alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and getattr(block.test, "id", "") == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_imports_go_one_way(root):
    wrong = []
    for path in _modules(root):
        subject = _subject(path, root)
        if subject in {"__init__", "__main__"}:
            continue
        assert subject in RANK, f"{subject} has no place among the layers"
        for module in _imports(path):
            parts = module.split(".")
            if parts[0] != "stratanalysis" or len(parts) == 1 or parts[1] == subject:
                continue
            if RANK[parts[1]] >= RANK[subject]:
                wrong.append(f"{path.relative_to(root)} imports {module}")
    assert not wrong, "\n".join(wrong)


def test_computing_knows_no_pictures_readers_or_notebooks(root):
    wrong = []
    for path in _modules(root):
        if _subject(path, root) in NO_PICTURES:
            for module in _imports(path):
                if module.split(".")[0] in FORBIDDEN or module.startswith(NO_READERS):
                    wrong.append(f"{path.relative_to(root)} imports {module}")
    assert not wrong, "\n".join(wrong)


def test_modules_stay_small(root):
    long = {
        str(path.relative_to(root)): lines
        for path in _modules(root)
        if (lines := path.read_text(encoding="utf-8").count("\n")) > 400
    }
    assert not long


def test_the_import_is_light():
    code = (
        "import sys, stratanalysis; "
        "print(*[m for m in ('pandas', 'numpy', 'matplotlib', 'numba') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def _requirement(text):
    name, rest = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*(.*)", text.strip()).groups()
    return re.sub(r"[-_.]+", "-", name).lower(), rest.replace(" ", "")


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_environment_and_project_agree(root, project):
    text = (root / "environment.yml").read_text(encoding="utf-8")
    text = text.split("dependencies:", 1)[1]
    stated = dict(_requirement(line) for line in re.findall(r"^  - ([^:\n]+)$", text, re.MULTILINE))
    assert stated.pop("python") == project["requires-python"]
    stated.pop("pip")
    extras = project["optional-dependencies"]
    assert stated == dict(map(_requirement, [*project["dependencies"], *extras["lab"]]))


def test_the_lock_file_has_versions_and_hashes_and_no_addresses(root, project):
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    entries = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", text, re.MULTILINE)
    locked = {_requirement(name)[0] for name, _ in entries}
    wanted = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        wanted += extra
    assert {_requirement(entry)[0] for entry in wanted} <= locked
    for block in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_versions_agree(project):
    import stratanalysis

    assert project["version"] == stratanalysis.__version__


def test_no_function_takes_more_than_eight_parameters(root):
    long = []
    for path in sorted((root / "stratanalysis").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                names = [each.arg for each in given if each.arg not in ("self", "cls")]
                if len(names) > 8:
                    long.append(f"{path.relative_to(root)}: {node.name} takes {len(names)}")
    assert long == []
