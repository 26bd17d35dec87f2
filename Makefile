# The two commands of the README: make report, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
COMMUNITY ?= kostiantynivka
LANGUAGE ?= uk

.PHONY: report test check docs lint format types lock sbom setup clean

report: $(READY)
	@$(BIN)/stratanalysis report $(COMMUNITY) --language $(LANGUAGE)

test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: lint types test

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

docs: $(READY)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet
	@echo site/index.html

# What a release is made of, its licences, and known weaknesses where the service can be reached.
sbom: $(READY)
	$(BIN)/python tools/sbom.py --advisories

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

setup: $(READY)

# The environment is made anew whenever the lock file or the project's own file changes.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else f"Python 3.11 to 3.13 is needed, {v[0]}.{v[1]} was found; name another: make PYTHON=python3.12 ...")'
	@echo "Setting up $(VENV) from requirements.lock (once; a few minutes)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@echo "Compiling the population engine (once)"
	@$(BIN)/python tools/compile_engine.py
	@touch $@

# Resolves anew for Python 3.11 to 3.13; needs uv.
lock:
	uv pip compile --universal --python-version 3.11 --all-extras --generate-hashes \
		--no-emit-index-url --no-header pyproject.toml requirements-build.in -o requirements.lock

clean:
	rm -rf $(VENV) reports/* build dist site
