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
LOCK_RUN := --output-file requirements.txt pyproject.toml
LOCK_TEST := --extra test --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
# The folder of the lock is nobody's business.
LOCK_TIDY := sed -i -E 's|\(.*pyproject\.toml\)|(pyproject.toml)|; s|-c .*/?requirements\.txt|-c requirements.txt|' \
	requirements.txt requirements-dev.txt
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement
# The lock is installed; the project itself is only linked, so that the command `portal` exists.
LINK := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

# What looks for vulnerabilities is no part of the portal, so it has an environment of its own and is in no lock.
AUDITORS := pip-audit==2.10.1 cyclonedx-bom==7.5.0

# The package that the typeface's files are made of. They are kept with the sources, so that no host has to make them.
TYPEFACE := @fontsource-variable/hanken-grotesk@5.3.0

# Only the tests need what npm knows as development: the HTML checker.
NPM_OMIT := --omit=dev

# The tests start servers of their own, so Debian is told to make no cluster, and its pooler is not left running.
POSTGRESQL := ls /usr/lib/postgresql/*/bin/initdb /usr/sbin/pgbouncer >/dev/null 2>&1 || { $(SUDO) apt-get update -q \
	&& $(SUDO) apt-get install -y -q postgresql-common && $(SUDO) mkdir -p /etc/postgresql-common/createcluster.d \
	&& echo 'create_main_cluster = false' | $(SUDO) tee /etc/postgresql-common/createcluster.d/portal.conf >/dev/null \
	&& $(SUDO) apt-get install -y -q postgresql pgbouncer \
	&& { $(SUDO) systemctl disable --now pgbouncer || $(SUDO) service pgbouncer stop || true; } >/dev/null 2>&1; }
# The tests start a Redis of their own; RUNLEVEL=1 tells Debian to start none.
REDIS := command -v redis-server >/dev/null || { $(SUDO) apt-get update -q && $(SUDO) env RUNLEVEL=1 apt-get install -y -q redis-server; }

# The tests mostly wait, for a browser or a server, so there are more runs than cores; each takes about a gigabyte.
WORKERS ?= $(shell cores=$$(nproc 2>/dev/null || echo 2); echo $$((cores < 4 ? 2 * cores : 8)))
PYTEST := $(BIN)/pytest --numprocesses=$(WORKERS) --dist=worksteal --max-worker-restart=0

.PHONY: help run test unit lint add test-browsers assets audit check facts bench lock screenshots messages typeface clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: .venv/run assets ## Serve the portal at http://127.0.0.1:8050
	$(BIN)/python -m portal migrate
	PORT= DELIVERY=$${DELIVERY:-web} $(BIN)/python -m portal serve --bind 127.0.0.1:$(PORT)

test: NPM_OMIT :=
test: .venv/test assets ## Check everything: style, types, content, behaviour, a real browser
	@command -v chromium-headless-shell >/dev/null \
	  || { $(SUDO) apt-get update -q && { $(SUDO) apt-get install -y -q chromium-headless-shell || $(SUDO) apt-get install -y -q chromium; }; }
	@command -v npm >/dev/null || { $(SUDO) apt-get update -q && $(SUDO) apt-get install -y -q npm && $(MAKE) assets NPM_OMIT=; }
	@command -v java >/dev/null || { $(SUDO) apt-get update -q && $(SUDO) apt-get install -y -q default-jre-headless; }
	@$(POSTGRESQL)
	@$(REDIS)
	@$(MAKE) --no-print-directory lint
	$(PYTEST)

unit: .venv/test ## The tests to run while working: without a browser, a database server and what takes long
	$(BIN)/pytest --quiet --numprocesses=$$(nproc) --dist=worksteal -m 'not browser and not database and not slow' \
	  --ignore=tests/browser

lint: .venv/test ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test-browsers: .venv/test assets ## The walks in Firefox and WebKit as Debian packages them
	@for program in firefox-esr WebKitWebDriver Xvfb; do
	  command -v $$program >/dev/null || { $(SUDO) apt-get update -q \
	    && $(SUDO) apt-get install -y -q firefox-esr webkit2gtk-driver xvfb; }
	done
	$(BIN)/pytest tests/browser -m walk --engine=firefox
	$(BIN)/pytest tests/browser -m walk --engine=webkit

assets: ## Fetch plotly's small bundle (where npm is), compile the messages and compress every static file
	@if command -v npm >/dev/null; then
	  npm ci --silent --no-audit --no-fund --ignore-scripts $(NPM_OMIT) && npm run --silent build \
	    || echo "assets: npm failed, so the full plotly bundle is served."
	else
	  echo "assets: npm is not here, so the full plotly bundle is served."
	fi
	python=$(PYTHON)
	if [ -x $(BIN)/python ]; then python=$(BIN)/python; fi
	if ! $$python -c 'import brotli, dash, flask_bootstrap' 2>/dev/null; then $(MAKE) .venv/run; python=$(BIN)/python; fi
	$$python -m portal.translations
	$$python -m portal.server.static
	# honcho knows the command by its name, portal
	$$python -I -c 'import importlib.metadata as m; m.distribution("portal")' 2>/dev/null \
	  || $$python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

check: .venv/run ## Read all content as staff's `portal check` does
	$(BIN)/python -m portal check

facts: .venv/test ## List the figures of data/ with their published sources anew (data/facts.csv), and say what changed
	$(BIN)/python -m tests.facts

bench: .venv/test assets ## Measure what a visitor and the machine notice; against=COMMIT compares with another commit
	@$(if $(against),:,$(POSTGRESQL))
	$(BIN)/python tests/bench/bench.py $(if $(quick),--quick) $(if $(against),--against $(against))

lock: .venv/test ## Choose the newest allowed versions and write both lock files
	$(COMPILE) --upgrade $(LOCK_RUN)
	$(COMPILE) --upgrade $(LOCK_TEST)
	$(LOCK_TIDY)
	npm install --silent --package-lock-only --ignore-scripts

add: .venv/test ## Add one dependency, PKG='name>=1.2' (for the tests alone: TO=test); the others keep their versions
	@test -n '$(PKG)' || { echo "add: say which: make add PKG='name>=1.2'" >&2; exit 2; }
	$(BIN)/python tests/adding.py $(if $(TO),--to $(TO)) '$(PKG)'
	# Without --upgrade pip-compile keeps every version that the lock names.
	$(COMPILE) $(LOCK_RUN)
	$(COMPILE) $(LOCK_TEST)
	$(LOCK_TIDY)
	$(INSTALL) requirements-dev.txt
	touch .venv/run .venv/test

audit: ## Write what the portal is made of (SBOM, CycloneDX) and look for known vulnerabilities in it
	test -x .audit/bin/python || $(PYTHON) -m venv .audit
	.audit/bin/python -m pip install --quiet --disable-pip-version-check $(AUDITORS)
	mkdir -p build/sbom
	.audit/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible \
	  --output-file build/sbom/python.cdx.json
	npm sbom --sbom-format cyclonedx --package-lock-only > build/sbom/npm.cdx.json
	echo "audit: build/sbom/python.cdx.json and build/sbom/npm.cdx.json are written."
	# Both are asked before either ends the run, and a package that could not be looked up is a failure: --strict.
	failed=
	.audit/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off --requirement requirements.txt \
	  || failed="$$failed pip-audit"
	npm audit --package-lock-only || failed="$$failed npm-audit"
	if [ -n "$$failed" ]; then
	  echo "audit: vulnerabilities were found, or nothing could be looked up:$$failed. See the lines above." >&2
	  exit 1
	fi

screenshots: .venv/test assets ## Draw the pictures of the README
	$(BIN)/python -m tests.screenshots

typeface: .venv/run ## Make the typeface's files afresh (assets/typeface/) of the package that has it, with npm
	folder=$$(mktemp -d)
	trap 'rm -r "$$folder"' EXIT
	npm pack --silent --pack-destination "$$folder" $(TYPEFACE)
	tar -xzf "$$folder"/*.tgz -C "$$folder"
	cp "$$folder/package/LICENSE" assets/typeface/OFL.txt
	$(BIN)/python -m portal.typeface.build "$$folder/package/files"

messages: .venv/test ## Collect the words in _() into locales/, and tell which translations are stale (forget=1: delete what is used nowhere)
	@$(BIN)/python -m tests.collecting $(if $(forget),--forget)

clean: ## Remove everything that was made
	rm -rf .venv .audit build node_modules assets/built locales/*/LC_MESSAGES/*.mo

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
