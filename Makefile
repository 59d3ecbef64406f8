# Everything starts here. Needs Python 3.11+ and make; all else is set up in .venv.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest
# Tests start hundreds of processes: where nothing may be kept, each compiles every module again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint bench clean locks texts
.DEFAULT_GOAL := demo

demo: .venv/base.done  ## build the worked example, write its paper, serve both
	$(BIN)/weitblick demo $(DEMO)

test: .venv/dev.done  ## all tests; what needs more is skipped with its reason, or required by CI
	$(PYTEST) -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)

lint: .venv/dev.done  ## style, types, the rules of the house, the docs
	$(BIN)/ruff check .
	$(BIN)/mypy weitblick
	$(BIN)/lint-imports
	$(PYTEST) tests/docs -q

bench: .venv/dev.done .venv-bench/done .venv-bench-access/done .venv-bench-paper/done  ## measure: live server, scenario search, reachability, forecasts, suppression
	$(BIN)/python -m benchmarks.live --phones 70 --boards 1 --seconds 15 --kill
	$(BIN)/python -m benchmarks.scenarios
	$(BIN)/python -m benchmarks.access
	$(BIN)/python -m benchmarks.forecast
	$(BIN)/python -m benchmarks.suppression
	$(BIN)/python -m benchmarks.paper

clean:  ## remove what was set up here (not your data)
	rm -rf .venv .venv-bench .venv-bench-access .venv-bench-paper .cache build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache

locks: .venv/dev.done  ## lock newer versions, with hashes and without addresses
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --upgrade -q requirements/base.in -o requirements/base.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --upgrade -q requirements/dev.in -o requirements/dev.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --upgrade -q requirements/bench.in -o requirements/bench.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --upgrade -q requirements/bench-access.in -o requirements/bench-access.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --no-header --upgrade -q requirements/bench-paper.in -o requirements/bench-paper.lock

texts: .venv/dev.done  ## collect texts for translation and compile the catalogues (needs gettext)
	cd weitblick && ../$(BIN)/python -m django makemessages -l en --no-location --settings weitblick.settings
	$(BIN)/python -m tests.catalogues

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Weitblick needs Python 3.11 or newer (PYTHON=python3.12 make …)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "This Python has no venv. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/base.done: .venv/bin/python requirements/base.lock pyproject.toml
	$(PIP) install -q --require-hashes -r requirements/base.lock
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.done: .venv/bin/python requirements/dev.lock pyproject.toml
	$(PIP) install -q --require-hashes -r requirements/dev.lock
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@

# A public tool to compare with, kept apart: it is GPL and has requirements of its own.
.venv-bench/done: requirements/bench.lock
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip --disable-pip-version-check install -q --require-hashes -r requirements/bench.lock
	@touch $@

# Another one, apart from that: it brings the whole geopandas stack.
.venv-bench-access/done: requirements/bench-access.lock
	$(PYTHON) -m venv .venv-bench-access
	.venv-bench-access/bin/python -m pip --disable-pip-version-check install -q --require-hashes -r requirements/bench-access.lock
	@touch $@

# And a third: the HTML typesetter our papers are measured against; it needs Pango from the system.
.venv-bench-paper/done: requirements/bench-paper.lock
	$(PYTHON) -m venv .venv-bench-paper
	.venv-bench-paper/bin/python -m pip --disable-pip-version-check install -q --require-hashes -r requirements/bench-paper.lock
	@touch $@
