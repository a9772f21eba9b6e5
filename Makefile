# `make run` and `make test` need nothing but Python 3.11+, pip and make; they use uv where it is there.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(shell command -v uv 2>/dev/null)
ARGS   ?=

.PHONY: run test test-kill lint accuracy benchmark lock clean help

help:
	@echo "make run            crawl the practice press, build the dataset, open Datasette"
	@echo "make run ARGS=--no-serve   the same, ending with a summary table"
	@echo "make test           all tests, with ruff and mypy"
	@echo "make test-kill      kill a crawl at 50 random moments and run it again each time"
	@echo "make lint           ruff and mypy alone"
	@echo "make accuracy       measure the reading of facts and write docs/accuracy.md"
	@echo "make benchmark      measure speed"
	@echo "make lock           lock the versions of all requirements again (needs uv)"

run: $(VENV)/.run
	@$(BIN)/netralitas demo $(ARGS)

test: $(VENV)/.test lint
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

test-kill: $(VENV)/.test
	@$(BIN)/python -m benchmarks.kills $(ARGS)

lint: $(VENV)/.test
	@$(BIN)/ruff check .
	@$(BIN)/mypy

accuracy: $(VENV)/.test
	@$(BIN)/python -m benchmarks.accuracy $(ARGS)

benchmark: $(VENV)/.test
	@$(BIN)/python -m benchmarks $(ARGS)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Netralitas needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Say which to use: make PYTHON=python3.12 ...") if sys.version_info < (3, 11) else None'
ifdef UV
	@uv venv --quiet --seed --python $(PYTHON) $(VENV)
else
	@$(PYTHON) -m venv $(VENV)
endif

# The locked files hold every package that is needed, so nothing is resolved here.
ifdef UV
install = uv pip install --quiet --python $(BIN)/python --no-deps
else
install = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
endif

$(VENV)/.run: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) ..."
	@$(install) --require-hashes -r requirements.txt
	@$(install) --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	@$(install) --require-hashes -r requirements-dev.txt
	@touch $@

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) build *.egg-info
