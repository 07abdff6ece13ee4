# The two commands a user needs: `make demo` and `make test`. Each sets up what it needs, once.
# Package indexes are whatever your pip is configured with; nothing here names one.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

# The first Python of at least 3.11; `make PYTHON=/path/to/python …` uses another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready

.PHONY: help demo test check lint types layers tests unit wheel-test format lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY)  ## read the five seed articles into out/, from recorded answers, with no key
	$(BIN)/summarize run seeds/ -o out/

test: check tests demo  ## everything CI checks

check: lint types layers  ## what needs no run: style, types, import layers

lint: $(READY)  ## ruff, rules and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)  ## mypy --strict
	$(BIN)/mypy

layers: $(READY)  ## import-linter: data goes one way
	$(BIN)/lint-imports

tests: $(READY)  ## all tests, the wheel in a clean environment among them
	$(BIN)/pytest

unit: $(READY)  ## unit and replay tests alone
	$(BIN)/pytest -m "not installed"

wheel-test: $(READY)  ## the wheel in a clean environment alone
	$(BIN)/pytest -m installed

format: $(READY)  ## put the code in the layout that `make lint` wants
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# uv is the one resolver that writes a lock for every platform and Python at once; only this target needs it.
# The wheel that a lock line names is checked by its hash, so the lock holds from any index.
lock: | $(BIN)/python  ## resolve pyproject.toml anew into requirements.lock (`make lock UPGRADE=--upgrade` for newest)
	$(PIP) install 'uv>=0.9'
	$(BIN)/python -m uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet \
		--custom-compile-command 'make lock' $(UPGRADE) --output-file requirements.lock

clean:  ## remove what make made, but your out/
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@[[ -n "$(PYTHON)" ]] || { echo "No Python of 3.11 or later was found. Install one, or say: make PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Setting up $(VENV) with $(PYTHON): once, about a minute."
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
		echo "Could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(LOCKED): requirements.lock | $(BIN)/python
	@echo "Installing what requirements.lock names."
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(READY): pyproject.toml $(LOCKED)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
