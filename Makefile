# What one types. `make run` is all a visitor needs; `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.NOTPARALLEL:
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8050
BIN := .venv/bin
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --all-build-deps \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement
# The lock is installed; the project itself is only linked, so that the command `portal` exists.
LINK := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

# The tests start a server of their own, so Debian is told to make none.
POSTGRESQL := ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { $(SUDO) apt-get update -q \
	&& $(SUDO) apt-get install -y -q postgresql-common && $(SUDO) mkdir -p /etc/postgresql-common/createcluster.d \
	&& echo 'create_main_cluster = false' | $(SUDO) tee /etc/postgresql-common/createcluster.d/portal.conf >/dev/null \
	&& $(SUDO) apt-get install -y -q postgresql; }
# The tests start a Redis of their own; RUNLEVEL=1 tells Debian to start none.
REDIS := command -v redis-server >/dev/null || { $(SUDO) apt-get update -q && $(SUDO) env RUNLEVEL=1 apt-get install -y -q redis-server; }

.PHONY: help run test assets check bench lock screenshots messages clean

help: ## This list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: .venv/run assets ## Serve the portal at http://127.0.0.1:8050
	$(BIN)/python -m portal migrate
	PORT= DELIVERY=$${DELIVERY:-web} $(BIN)/gunicorn --bind 127.0.0.1:$(PORT) "portal.server:create_app()"

test: .venv/test assets ## Check everything: style, types, content, behaviour, a real browser
	@command -v chromium >/dev/null || { $(SUDO) apt-get update -q && $(SUDO) apt-get install -y -q chromium; }
	@$(POSTGRESQL)
	@$(REDIS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

assets: ## Fetch plotly's small bundle (where npm is) and compress every static file
	@if command -v npm >/dev/null; then
	  npm ci --silent --no-audit --no-fund --ignore-scripts && npm run --silent build \
	    || echo "assets: npm failed, so the full plotly bundle is served."
	else
	  echo "assets: npm is not here, so the full plotly bundle is served."
	fi
	python=$(PYTHON)
	if [ -x $(BIN)/python ]; then python=$(BIN)/python; fi
	if ! $$python -c 'import brotli, dash, flask_bootstrap' 2>/dev/null; then $(MAKE) .venv/run; python=$(BIN)/python; fi
	$$python -m portal.server.static
	# honcho knows the command by its name, portal
	$$python -I -c 'import importlib.metadata as m; m.distribution("portal")' 2>/dev/null \
	  || $$python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

check: .venv/run ## Read all content as staff's `portal check` does
	$(BIN)/python -m portal check

bench: .venv/test assets ## Measure what a visitor and the machine notice
	@$(POSTGRESQL)
	$(BIN)/python tests/bench/bench.py

lock: .venv/test ## Choose the newest allowed versions and write both lock files
	$(COMPILE) --upgrade --output-file requirements.txt pyproject.toml
	$(COMPILE) --upgrade --extra test --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
	sed -i -E 's|\(.*pyproject\.toml\)|(pyproject.toml)|; s|-c .*/?requirements\.txt|-c requirements.txt|' requirements.txt requirements-dev.txt
	npm install --silent --package-lock-only --ignore-scripts

screenshots: .venv/test assets ## Draw the pictures of the README
	$(BIN)/python -m tests.screenshots

messages: .venv/test ## Collect the words in _(), merge them into locales/, compile them
	$(BIN)/pybabel extract --mapping-file locales/babel.cfg --keyword lazy --add-comments Translators: --no-location --sort-output \
	  --project portal --output-file locales/messages.pot .
	$(BIN)/pybabel update --input-file locales/messages.pot --output-dir locales --no-fuzzy-matching --ignore-obsolete
	$(BIN)/pybabel compile --directory locales --statistics

clean: ## Remove everything that was made
	rm -rf .venv node_modules assets/built

.venv/bin/python:
	@if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null && [ "$$(id -u)" = 0 ]; then
	  apt-get update -q && apt-get install -y -q python3-venv
	fi
	$(PYTHON) -m venv .venv

.venv/run: requirements.txt pyproject.toml | .venv/bin/python
	$(INSTALL) requirements.txt
	$(LINK)
	touch $@

.venv/test: requirements-dev.txt .venv/run
	$(INSTALL) requirements-dev.txt
	touch $@
