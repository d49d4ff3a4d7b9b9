# Wirewatch. `make run` and `make test` set up what they need; each works alone, in any order, twice.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev

.PHONY: help run test check format lint types contracts coverage fuzz demo wheel clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: $(READY) ## set up and start the daemon on feeds.yaml
	$(BIN)/wirewatch run --config feeds.yaml

demo: $(READY) ## the whole pipeline, offline, in seconds
	$(BIN)/wirewatch demo

test: $(READY_DEV) ## set up and run the tests
	$(BIN)/python -m pytest -q -n auto

check: format lint types contracts coverage ## all that must hold before a commit lands

format: $(READY_DEV)
	$(BIN)/ruff format --check .

lint: $(READY_DEV)
	$(BIN)/ruff check .

types: $(READY_DEV)
	$(BIN)/mypy

contracts: $(READY_DEV)
	$(BIN)/lint-imports

coverage: $(READY_DEV)
	$(BIN)/python -m pytest -q -n auto --cov --cov-report=term:skip-covered --cov-fail-under=95

fuzz: $(READY_DEV) ## a million damaged inputs through everything that reads a feed (an hour)
	nice $(BIN)/python -m bench.fuzz

wheel: $(READY_DEV) ## build the wheel and run the demo from it, outside the checkout
	sh .ci/wheel-demo

clean: ## remove everything that was made
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*

# Debian: without python3-venv, `python3 -m venv` has no pip to put in; the system's pip can serve.
$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 \
	  || { rm -rf $(VENV) && $(PYTHON) -m venv --without-pip $(VENV); } \
	  || { echo "no venv could be made: apt-get install python3-venv"; exit 1; }

$(READY): $(VENV)/bin/python pyproject.toml
	sh .ci/install $(VENV) "."
	@touch $@

$(READY_DEV): $(VENV)/bin/python pyproject.toml
	sh .ci/install $(VENV) ".[dev]"
	@touch $@ $(READY)
